package taint_test

import "testing"

func TestScriptWhatIsPutOnARequestIsLikelyUntrusted(t *testing.T) {
	t.Parallel()
	hold(t, "JavaScript", []sample{{"members that no framework gives", `
const fs = require("fs"), { exec } = require("child_process"), axios = require("axios");
app.get("/a", async (req, res) => {
  axios.get(req.target); // ? ssrf
  exec("ls " + req.folder.name); // ? command
  exec("ls " + req.user.name); exec("ls " + req.session.folder); exec("ls " + req.log.name); exec("ls " + req.tenant);
  User.find(req.filter); User.find({ a: req.filter });
  res.send(req.answer);
});
`}})
}

func TestScriptChecksOfLists(t *testing.T) {
	t.Parallel()
	hold(t, "JavaScript", []sample{{"elements that are picked, lists that hold what is asked for", `
const { exec } = require("child_process"), pool = new (require("pg").Pool)();
const ALLOWED = new Set(["a"]), names = ["a"];
app.get("/a", (req, res) => {
  const columns = Object.keys(req.body).filter(one => ALLOWED.has(one));
  pool.query("SELECT " + columns.join(",") + " FROM t");
  const any = Object.keys(req.body).filter(one => one.length > 1);
  pool.query("SELECT " + any.join(",") + " FROM t"); // ! sql
});
app.get("/b", (req, res) => { const n = req.query.n; if (!names.some(one => one === n)) return; exec("ls " + n); });
app.get("/c", (req, res) => { const n = req.query.n; const hit = names.find(one => one === n); if (!hit) return; exec("ls " + n); });
app.get("/d", (req, res) => { const n = req.query.n; if (!names.some(one => one.length > 1)) return; exec("ls " + n); }); // ! command
`}, {"paths", `
const fs = require("fs"), path = require("path"), ROOT = "/srv";
app.get("/a", (req, res) => { let f = req.query.f; while (f.indexOf("..") !== -1) { f = f.replace("..", ""); } fs.readFileSync(path.join(ROOT, f)); });
app.get("/b", (req, res) => { let f = req.query.f; while (f.indexOf("..") !== -1) { f = f.replace("..", ""); if (x) break; } fs.readFileSync(path.join(ROOT, f)); }); // ! path
app.get("/c", (req, res) => { const p = path.parse(req.query.f); fs.readFileSync(path.join(ROOT, p.base)); fs.readFileSync(path.join(ROOT, p.name + ".txt")); });
app.get("/d", (req, res) => { const p = path.parse(req.query.f); fs.readFileSync(path.join(p.dir, "a")); }); // ! path
app.get("/e", (req, res) => { const options = settings(); res.sendFile(req.query.f, options); });
app.get("/f", (req, res) => { res.sendFile(req.query.f); }); // ! path
app.get("/g", (req, res) => { fs.readFileSync(req.query.f.split("/")); });
class Pages {
  constructor(folder = {}) { this.folder = path.resolve(folder.path); }
  get(req) { return this.read(path.resolve(this.folder, req.params[0])); }
  async read(file) {
    const normal = path.normalize(file);
    if (!normal.startsWith(this.folder)) { throw new Error("no"); }
    return fs.readFile(normal, "utf-8");
  }
}
`}, {"redirects by a pattern", `
app.get("/a", (req, res) => { const u = req.query.u; if (/^\/(?!\/)/.test(u)) { res.redirect(u); } });
app.get("/b", (req, res) => { const u = req.query.u; if (/^\/[^/\\]/.test(u)) { res.redirect(u); } });
app.get("/c", (req, res) => { const u = req.query.u; if (/^\//.test(u)) { res.redirect(u); } }); // ? redirect
`}, {"options", `
const { execFile, spawn } = require("child_process");
app.get("/a", (req, res) => { const r = req.query.r; if (r.startsWith("git@")) execFile("git", ["clone", r]); });
app.get("/b", (req, res) => { execFile("git", ["clone", req.query.r]); }); // ? command
app.get("/c", (req, res) => { const r = req.query.r; if (r.startsWith("-")) return; execFile("git", ["clone", r]); require("child_process").exec("git clone " + r); }); // ! command
app.get("/d", (req, res) => { spawn("sh", ["-c", "ls \"$1\"", "sh", req.query.f]); });
app.get("/e", (req, res) => { spawn("sh", ["-c", "ls " + req.query.f]); }); // ! command
`}})
}

func TestScriptFunctionsThatAreLent(t *testing.T) {
	t.Parallel()
	hold(t, "JavaScript", []sample{{"to promises, lists and timers", `
const { exec } = require("child_process");
app.get("/a", (req, res) => {
  Promise.resolve(req.query.q).then(exec); // ! command
  Promise.resolve(req.query.q).then(console.log);
  [req.query.q].forEach(exec); // ! command
  exec.call(null, req.query.q); // ! command
  exec.apply(null, [req.query.q]); // ! command
  const run = exec.bind(null); run(req.query.q); // ! command
  setTimeout(exec, 10, req.query.q); // ! command
  process.nextTick(exec, req.query.q); // ! command
  process.nextTick(exec, "ls");
});
`}, {"to emitters of this file", `
const { exec } = require("child_process"), events = new (require("events"))();
events.on("run", command => exec(command)); // ! command
events.on("idle", command => exec(command));
app.get("/a", (req, res) => { events.emit("run", req.query.q); events.emit("idle", "ls"); });
`}, {"to objects", `
const { exec } = require("child_process");
app.get("/a", (req, res) => { new Job(req).run(); });
class Job {
  constructor(req) { this.name = req.query.name; this.req = req; }
  get command() { return this.req.query.c; }
  get fixed() { return "ls"; }
  run() {
    exec("ls " + this.name); // ? command
    exec(this.command); // ! command
    exec(this.fixed);
  }
}
`}, {"steps of the language and of lodash", `
const { exec } = require("child_process"), _ = require("lodash");
app.get("/a", (req, res) => {
  exec(Array.of(req.query.q)[0]); // ! command
  exec(Object.values({ a: req.query.q })[0]); // ! command
  exec(Object.values({ a: "ls" })[0]);
  exec(_.get(req, "query.q")); // ! command
  exec(_.get(req, "query.q.length"));
  exec(_.map(req.body.list, "x")[0]); // ! command
  exec(Reflect.get(req.query, "q")); // ! command
  const p = new Proxy(req.query, {}); exec(p.q); // ! command
  function* all() { yield req.query.q; }
  exec(all().next().value); // ! command
});
`}})
	hold(t, "Python", []sample{{"properties", `
import os
from django.views import View
class Page(View):
    @property
    def command(self):
        return self.request.GET["c"]
    def get(self, request):
        os.system(self.command) # ! command
`}})
}

func TestScriptALocationIsAHeaderAmongHeaders(t *testing.T) {
	t.Parallel()
	hold(t, "JavaScript", []sample{{"headers and what is called alike", `
app.get("/a", (req, res) => {
  save({ content: { Title: req.query.t, Location: req.query.l } });
  new Response(null, { status: 302, headers: { Location: req.query.l } }); // ! redirect
  res.writeHead(302, { Location: req.query.l }); // ! redirect
});
`}})
}

func TestScriptWhatAFunctionOfADoubtfulNameProves(t *testing.T) {
	t.Parallel()
	hold(t, "JavaScript", []sample{{"checks that throw, and that do not", `
const fs = require("fs"), path = require("path"), ROOT = "/srv";
app.get("/a", (req, res) => { fs.readFileSync(assertInside(req.query.f)); });
app.get("/b", (req, res) => { fs.readFileSync(assertShort(req.query.f)); }); // ? path
function assertInside(f) { const p = path.join(ROOT, f); const rel = path.relative(ROOT, p); if (rel.startsWith("..")) throw new Error("x"); return p; }
function assertShort(f) { if (f.length > 100) throw new Error("x"); return f; }
`}, {"answers by what is asked for", `
app.get("/a", (req, res) => { res.format({ text: () => res.send(req.query.n), "application/json": () => res.send(req.query.n) }); });
app.get("/b", (req, res) => { res.format({ html: () => res.send(req.query.n) }); }); // ! xss
`}})
}
