package taint_test

import "testing"

// What functions of the file do to a text says more than their names.
func TestScriptEscapesByWhatTheyDo(t *testing.T) {
	t.Parallel()
	hold(t, "JavaScript", []sample{
		{"letter by letter, by a table, by pairs", `
const PAIRS = [[/&/g, "&amp;"], [/</g, "&lt;"]];
const TABLE = { "<": "&lt;", ">": "&gt;" };
function one(s) { let out = ""; for (const c of s) { switch (c) { case "<": out += "&lt;"; break; default: out += c; } } return out; }
function two(s) { for (const [from, to] of PAIRS) s = s.replace(from, to); return s; }
function three(s) { return PAIRS.reduce((out, [from, to]) => out.replace(from, to), s); }
function four(s) { return Array.from(s).map((c) => TABLE[c] || c).join(""); }
function back(s) { return s.replace("&lt;", "<"); }
function around(s) { return "<p>" + s + "</p>" + "&lt;"; }
app.get("/a", (req, res) => {
  const x = req.query.x;
  res.send("<p>" + one(x));
  res.send("<p>" + two(x));
  res.send("<p>" + three(x));
  res.send("<p>" + four(x));
  res.send("<p>" + back(x)); // ! xss
  res.send(around(x)); // ! xss
});`},
		{"parameters of an address are encoded as a text, not one by one", `
const querystring = require("querystring");
app.get("/a", (req, res) => {
  const x = req.query.x;
  const p = new URLSearchParams({ x });
  res.send("<a href='/q?" + p + "'>");
  res.send("<a href='/q?" + p.toString() + "'>");
  res.send("<a href='/q?" + querystring.stringify({ x }) + "'>");
  res.send("<p>" + new URLSearchParams(req.query.q).get("x")); // ! xss
});`},
		{"answers that are saved, or told by a variable not to be pages", `
app.get("/a", (req, res) => { res.setHeader("Content-Disposition", "attachment; filename=a.html"); res.send(req.query.x); });
app.get("/b", (req, res) => { const headers = { "Content-Type": "application/json" }; res.writeHead(200, headers); res.end(req.query.x); });
app.get("/c", (req, res) => { res.setHeader("Content-Disposition", "inline"); res.send(req.query.x); }); // ! xss
`},
		{"conditions", `
app.get("/a", (req, res) => { const x = req.query.x; if (!Number.isInteger(+x)) return; res.send("<p>" + x); });
app.get("/b", (req, res) => { let x = req.query.x; if (!~["a", "b"].indexOf(x)) x = "a"; res.send("<p>" + x); });
app.get("/c", (req, res) => { const x = req.query.x; if (x.search(/[^a-z]/) !== -1) return; res.send("<p>" + x); });
app.get("/d", (req, res) => { const x = req.query.x; if (x.includes("<")) return; res.send("<p>" + x); });
app.get("/e", (req, res) => { const x = req.query.x; if (x > 0 && x < 10) res.send("<p>" + x); });
app.get("/f", (req, res) => { const x = req.query.x; if (x > 100) return; res.send("<p>" + x); }); // ! xss
app.get("/g", (req, res) => { const x = req.query.x; if (_.includes(["a"], x)) res.send("<p>" + x); });
app.get("/h", (req, res) => { const u = new URL(req.query.u); if (u.hostname.endsWith(".example.com")) res.redirect(u); });
`},
		{"a template with a tag has parameters", `
const mssql = require("mssql");
app.get("/a", async (req, res) => {
  await mssql.query` + "`SELECT * FROM t WHERE a = ${req.query.x}`" + `;
  await mssql.query(` + "`SELECT * FROM t WHERE a = ${req.query.x}`" + `); // ! sql
});`},
	})
}

// Paths that were looked at by their parts, and what of them is only looked at once.
func TestScriptPathsByTheirParts(t *testing.T) {
	t.Parallel()
	hold(t, "JavaScript", []sample{{"paths", `
const fs = require("fs");
const path = require("path");
const uuid = require("uuid");
const root = path.resolve("/srv");
app.get("/a", (req, res) => { const p = path.resolve(root, req.query.x); if (path.relative(root, p).split(path.sep)[0] === "..") return; fs.readFileSync(p); });
app.get("/b", (req, res) => { if (req.query.x.search(/\.\./) >= 0) return; fs.readFileSync(path.join("/srv", req.query.x)); });
app.get("/c", (req, res) => { if (req.query.x.split("/").some((s) => s === "..")) return; fs.readFileSync(path.join("/srv", req.query.x)); });
app.get("/d", (req, res) => { fs.readFileSync("/srv/" + req.query.x.split(/[\\/]/).pop()); });
app.get("/e", (req, res) => { fs.readFileSync("/srv/" + req.query.x.split("/").filter((s) => s !== "..").join("/")); });
app.get("/f", (req, res) => { if (!uuid.validate(req.query.x)) return; fs.readFileSync("/srv/" + req.query.x); });
app.get("/g", (req, res) => { const p = path.resolve("/srv", req.query.x); if (p.lastIndexOf("/srv/", 0) !== 0) return; fs.readFileSync(p); });
app.get("/h", (req, res) => { const p = path.resolve("/srv", req.query.x); if (!/^\/srv\//.test(p)) return; fs.readFileSync(p); });
app.get("/i", (req, res) => { fs.readFileSync("/srv" + new URL(req.url, "http://a").pathname); });
app.get("/j", (req, res) => { fs.readFileSync("/srv/" + req.query.x.replace(/\.\.\//, "")); }); // ? path
app.get("/n", (req, res) => { fs.readFileSync("/srv/" + req.query.x.replace(new RegExp("\\.\\.", "g"), "")); });
app.get("/o", (req, res) => { fs.readFileSync("/srv/" + req.query.x.replace(/^.*[\\\/]/, "")); });
app.get("/k", (req, res) => { fs.readFileSync("/srv/" + decodeURIComponent(path.basename(req.query.x))); }); // ! path
app.get("/l", (req, res) => { if (/^\/srv/.test(req.query.x)) fs.readFileSync(req.query.x); }); // ? path
`}})
}

func TestScriptKeysOfPrototypes(t *testing.T) {
	t.Parallel()
	hold(t, "JavaScript", []sample{{"keys", `
app.post("/a", (req, res) => { const k = "u_" + req.body.k; store[k].x = 1; });
app.post("/b", (req, res) => { const k = req.body.k; if (!Object.hasOwn(store, k)) return; store[k].x = 1; });
app.post("/c", (req, res) => { const k = req.body.k; if (/__proto__|constructor/.test(k)) return; store[k].x = 1; });
app.post("/d", (req, res) => { const o = { __proto__: null }; o[req.body.k].x = 1; });
app.post("/e", (req, res) => { const k = req.body.k; if (k === "__proto__") return; store[k].x = 1; });
app.post("/f", (req, res) => { const k = req.body.k; if (k === "constructor") return; store[k].x = 1; }); // ? prototype
app.post("/g", (req, res) => { Object.assign(store[req.body.k], req.body.v); }); // ? prototype
app.post("/h", (req, res) => { const i = req.body.i; if (i < 10) list[i].x = 1; });
`}})
}
