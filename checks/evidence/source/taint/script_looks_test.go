package taint_test

import "testing"

// TestScriptPatternsThatLookAhead are patterns with parts that only look at a text: what
// matches is as harmless as without them, and what does not match may be anything.
func TestScriptPatternsThatLookAhead(t *testing.T) {
	t.Parallel()
	hold(t, "JavaScript", []sample{{"names of files", `
const fs = require("fs"), { join } = require("path");
app.get("/a", (req, res) => { const f = req.params[0]; if (/^(?!\/|.*\/{2,})[a-zA-Z0-9_\-/]+$/.test(f) === false) { return res.sendStatus(400); } fs.unlinkSync(join(root, f)); });
app.get("/b", (req, res) => { const f = req.params[0] || ""; if (f && /^(?!\/)[\w\-/]+$/.test(f) === false) { return; } fs.unlinkSync(join(root, f)); });
app.get("/c", (req, res) => { const f = req.query.f; if (!/^(?!(\/|\.{2,}\/))[\w\-/]*\.[\w\-]+$/.test(f)) { return; } fs.unlinkSync(join(root, f)); });
app.get("/d", (req, res) => { const f = req.query.f; if (/^(?=[a-z])(?![)(]|\))\w+(?<!x)$/.test(f)) { fs.unlinkSync(join(root, f)); } });
app.get("/e", (req, res) => { const f = req.query.f; if (/^(?<name>\w+)$/.test(f)) { fs.unlinkSync(join(root, f)); } });
`}, {"what lets the folder above through", `
const fs = require("fs"), { join } = require("path");
app.get("/a", (req, res) => { const f = req.query.f; if (/^(?!\/)[\w.\-/]+$/.test(f)) { fs.unlinkSync(join(root, f)); } }); // ? path
app.get("/b", (req, res) => { const f = req.query.f; if (/^(?!\/)[\w\-/]+/.test(f)) { fs.unlinkSync(join(root, f)); } }); // ? path
app.get("/c", (req, res) => { const f = req.query.f; if (/^[\w]+(?=$)/.test(f)) { fs.unlinkSync(join(root, f)); } }); // ? path
app.get("/d", (req, res) => { const f = req.query.f; if (/(?!a)\//.test(f)) { return; } fs.unlinkSync(join(root, f)); }); // ? path
`}})
}
