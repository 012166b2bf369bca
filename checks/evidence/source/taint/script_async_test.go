package taint_test

import "testing"

// TestScriptTasks are ways by way of the package async, which hands on from task to task
// what their callbacks are called with.
func TestScriptTasks(t *testing.T) {
	t.Parallel()
	hold(t, "JavaScript", []sample{
		{"what a task hands on", `
const { exec } = require("child_process"), async = require("async"), { waterfall } = require("async"), series = require("async/series");
app.get("/a", (req, res) => { async.waterfall([(cb) => { cb(null, req.query.a); }, (v, cb) => { exec("cat " + v); cb(); }]); }); // ! command
app.get("/b", (req, res) => { async.waterfall([(cb) => cb(null, 1, req.query.a), (v, w, cb) => cb(null, w)], (err, v) => { exec("cat " + v); }); }); // ! command
app.get("/c", (req, res) => { waterfall([function (cb) { cb(null, req.query.a); }, run]); });
function run(v, cb) { exec("cat " + v); cb(); } // ! command
app.get("/d", (req, res) => { async.series([(cb) => cb(null, 1), (cb) => cb(null, req.query.a)], (err, all) => { exec(all[1]); }); }); // ! command
app.get("/e", (req, res) => { async.parallel({ one: (cb) => cb(null, req.query.a) }, (err, all) => exec("x " + all.one)); }); // ! command
app.get("/f", async (req, res) => { const v = await async.waterfall([async () => req.query.a, async (v) => v.trim()]); exec("x " + v); }); // ! command
app.get("/g", (req, res) => { async.eachSeries(req.query.a, (item, cb) => { exec("x " + item); cb(); }); }); // ! command
app.get("/h", (req, res) => { async.eachLimit(req.query.a, 5, (item, cb) => { exec("x " + item); cb(); }, () => res.end()); }); // ! command
app.get("/i", (req, res) => { async.map(req.query.a, (item, cb) => cb(null, item + "!"), (err, all) => { exec(all[0]); }); }); // ! command
app.get("/j", (req, res) => { async.filter(req.query.a, (item, cb) => cb(null, true), (err, all) => { exec(all[0]); }); }); // ! command
app.get("/k", (req, res) => { const tasks = [(cb) => cb(null, req.query.a), (v, cb) => exec(v)]; async.waterfall(tasks); }); // ! command
app.get("/l", (req, res) => { series([(cb) => cb(null, req.query.a)], (err, all) => exec(all[0])); }); // ! command
`},
		{"what no task hands on", `
const { exec } = require("child_process"), async = require("async");
app.get("/a", (req, res) => { async.waterfall([(cb) => cb(null, "x", req.query.a), (v, w, cb) => { exec("cat " + v); cb(); }]); });
app.get("/b", (req, res) => { async.series([(cb) => cb(null, "x"), (cb) => cb(null, req.query.a)], (err, all) => { exec("cat " + all[0]); }); });
app.get("/c", (req, res) => { async.waterfall([(cb) => cb(null, Number(req.query.a)), (v, cb) => { exec("cat " + v); cb(); }]); });
app.get("/d", (req, res) => { async.parallel({ one: (cb) => cb(null, req.query.a), two: (cb) => cb(null, "x") }, (err, all) => exec("x " + all.two)); });
app.get("/e", (req, res) => { async.waterfall([(cb) => cb(req.query.a), (v, cb) => { exec("cat " + v); cb(); }]); });
app.get("/f", (req, res) => { async.eachSeries(["a", "b"], (item, cb) => { log(req.query.a); exec("x " + item); cb(); }); });
app.get("/g", (req, res) => { async.map(req.query.a, (item, cb) => cb(null, allowed[0]), (err, all) => { exec("ls"); }); });
const other = { waterfall(list) { return list; } };
app.get("/h", (req, res) => { other.waterfall([(cb) => cb(null, req.query.a), (v, cb) => { exec("cat " + v); }]); });
`},
	})
}

// TestScriptFieldsOfObjects are ways by way of fields and of what reads like one.
func TestScriptFieldsOfObjects(t *testing.T) {
	t.Parallel()
	hold(t, "JavaScript", []sample{
		{"fields and getters", `
const { exec } = require("child_process");
class A { constructor(req) { this.x = req.query.y; } run() { exec("ls " + this.x); } } // ? command
app.get("/a", (req, res) => new A(req).run());
class B { constructor(req) { this.req = req; } get name() { return this.req.query.name; } run() { exec("ls " + this.name); } } // ! command
app.get("/b", (req, res) => { new B(req).run(); });
class C { #c; constructor(v) { this.#c = v; } run() { exec("x " + this.#c); } } // ! command
app.get("/c", (req, res) => { new C(req.query.p).run(); });
app.get("/d", (req, res) => { const o = { get cmd() { return req.query.l; } }; exec(o.cmd); }); // ! command
app.get("/e", (req, res) => { Promise.resolve(req.query.g).then((v) => v.trim()).then((w) => { exec("cat " + w); }); }); // ! command
`},
		{"what no field has", `
const { exec } = require("child_process");
class A { constructor(req) { this.x = Number(req.query.y); } run() { exec("ls " + this.x); } }
app.get("/a", (req, res) => new A(req).run());
class B { constructor(req) { this.x = req.query.y; this.z = 1; } run() { exec("ls " + this.z); } }
app.get("/b", (req, res) => new B(req).run());
app.get("/d", (req, res) => { const o = { get cmd() { return "ls"; }, get other() { return req.query.l; } }; exec(o.cmd); });
app.get("/e", (req, res) => { Promise.resolve(req.query.g).then((v) => Number(v)).then((w) => { exec("cat " + w); }); });
const loop = { get a() { return loop.b; }, get b() { return loop.a; } }; exec(loop.a);
`},
	})
}
