package taint_test

import "testing"

// TestScriptObjects are ways by way of objects and functions: what constructors and methods
// put into an object, functions that are kept in members, and those that are handed on.
func TestScriptObjects(t *testing.T) {
	t.Parallel()
	hold(t, "TSX", []sample{
		{"objects and functions", `
const cp = require("child_process"), { exec, spawn } = require("child_process");
function indirect(program, args) { cp.execFile(program, args); } // ! command
app.get("/a", (req) => indirect("sh", ["-c", req.query.cmd]));
function indirect2(command, options) { return new Promise((resolve) => { exec(command, options, resolve); }); } // ! command
app.get("/b", async (req) => { await indirect2("ls " + req.query.dir); });
function indirect3(...args) { cp.spawn("sh", ["-c", ...args]); } // ! command
app.get("/c", (req) => indirect3(req.query.cmd));
class Runner { constructor(cmd) { this.cmd = cmd; } run() { exec("ls " + this.cmd); } } // ! command
app.get("/d", (req) => new Runner(req.query.cmd).run());
class Runner2 { cmd = ""; set(c) { this.cmd = c; return this; } run() { exec("ls " + this.cmd); } } // ! command
app.get("/e", (req) => { const r = new Runner2(); r.set(req.query.cmd); r.run(); });
app.get("/e2", (req) => { new Runner2().set(req.query.cmd).run(); });
const obj = { run(c) { exec(c); }, go: (c) => exec(c), f: function (c) { exec(c); } }; // ! command command command
app.get("/f", (req) => { obj.run(req.query.cmd); obj.go(req.query.cmd); obj.f(req.query.cmd); });
const o2 = {}; o2.run = function (c) { exec(c); }; // ! command
app.get("/g", (req) => { o2.run(req.query.cmd); });
function set(o, v) { o.cmd = v; }
app.get("/h", (req) => { const o = {}; set(o, req.query.cmd); exec(o.cmd); }); // ! command
const withCmd = (f) => (req, res) => f(req.query.cmd, res);
app.get("/i", withCmd((c, res) => { exec(c); })); // ! command
app.get("/j", (req) => { [1].forEach(() => exec(req.query.cmd)); setTimeout(() => exec(req.query.cmd), 1); }); // ! command command
app.get("/k", (req) => { const go = async () => req.query.cmd; go().then((c) => exec(c)); }); // ! command
app.get("/l", async (req) => { const c = await get(req); exec(c); }); // ! command
async function get(req) { return req.query.cmd; }
app.get("/m", (req) => { const { query: { cmd } } = req; exec(cmd); }); // ! command
app.get("/n", ({ query }) => { exec(query.cmd); }); // ! command
app.get("/o", ({ query: { cmd } }) => { exec(cmd); }); // ! command
app.get("/p", (req) => { const q = { ...req.query }; exec(q.cmd); }); // ! command
app.get("/q", (req) => { const q = Object.assign({}, req.query); exec(q.cmd); }); // ! command
app.get("/r", (req) => { for (const k in req.query) exec(k); for (const [k, v] of Object.entries(req.query)) exec(v); }); // ! command command
app.get("/s", (req) => { const m = new Map(); m.set("a", req.query.cmd); exec(m.get("a")); }); // ! command
app.get("/t", (req) => { let c; try { c = JSON.parse(req.body).cmd; } catch (e) { c = ""; } exec(c); }); // ! command
app.get("/u", (req) => { function* g() { yield req.query.cmd; } for (const c of g()) exec(c); }); // ! command
app.get("/v", (req) => { const c = req.query.cmd || "ls"; exec(c); const d = req.query.d ?? "x"; exec(d); }); // ! command command
app.get("/w", (req) => { exec(req.query.a ? req.query.a : "x"); }); // ! command
app.route("/y").get((req, res) => { exec(req.query.c); }); // ! command
router.use((req, res, next) => { req.cmd = req.query.cmd; next(); });
router.get("/z", (req) => { exec(req.cmd); }); // ! command
app.get("/1", (req) => { let s = ""; s += req.query.a; s = s.trim().split(",").map((x) => x.trim()).filter(Boolean).join(" "); exec(s); }); // ! command
app.get("/2", [check, (req, res) => { exec(req.query.c); }]); // ! command
const h3 = (req, res) => { exec(req.query.c); }; // ! command
app.get("/3", h3);
module.exports.h4 = (req, res) => { exec(req.query.c); }; // ! command
exports.h5 = async function (request, response) { exec(request.query.c); }; // ! command
export default async function handler(req, res) { exec(req.query.c); } // ! command
app.ws("/s", (ws, req) => { ws.on("message", (m) => { exec(m); }); }); // ! command
new WebSocketServer({ port: 1 }).on("connection", (ws) => { ws.on("message", (m) => exec(m.toString())); }); // ! command
fastify.get("/x", async (request, reply) => { exec(request.query.c); }); // ! command
fastify.route({ method: "GET", url: "/", handler: async (request, reply) => { exec(request.query.c); } }); // ! command
router.get("/koa", async (ctx, next) => { exec(ctx.query.c); exec(ctx.request.body.c); exec(ctx.params.c); }); // ! command command command
server.route({ method: "GET", path: "/", handler: (request, h) => { exec(request.query.c); exec(request.payload.c); } }); // ! command command

app.get("/l", (req, res) => { res.send(tpl.replace("{{name}}", req.query.name)); }); // ! xss
app.get("/m", (req, res) => { res.send(tpl.replace(/X/g, () => req.query.name)); }); // ! xss
function getParam(name) { const r = new RegExp("[?&]" + name + "=([^&#]*)").exec(window.location.href); return r ? decodeURIComponent(r[1]) : null; }
var App = { init: function () { this.q = location.hash; this.show(this.q); }, show: function (q) { el.innerHTML = q; } }; // ! xss
App.show2 = function (q) { el.innerHTML = q; }; App.show2(location.hash); // ! xss
function P() { this.show = function (x) { el.innerHTML = x; }; } new P().show(location.hash); // ! xss
P.prototype.view = function (x) { el.innerHTML = x; }; new P().view(location.hash); // ! xss
function page(q) { el.innerHTML = getParam(q); } // ! xss
app.get("/shell", (req, res) => {
  const cmd = req.query.cmd;
  var args2 = []; args2[0] = "-c"; args2[1] = cmd;
  cp.execFile("bash", args2); // ! command
  let sh = process.platform === "win32" ? "cmd.exe" : "/bin/sh", flag = process.platform === "win32" ? "/C" : "-c";
  cp.spawn(sh, [flag, cmd]); // ! command
});`},
		{"what stays harmless of them", `
const { exec } = require("child_process");
class Runner { constructor(cmd, dir) { this.cmd = cmd; this.dir = dir; } run() { exec("ls " + this.dir); } }
app.get("/a", (req) => { new Runner(req.query.cmd, "/srv").run(); });
class Quiet { set(c) { this.cmd = Number(c); return this; } run() { exec("ls " + this.cmd); } }
app.get("/b", (req) => { new Quiet().set(req.query.cmd).run(); });
const jobs = { run(c) { exec("ls"); }, other: (c) => exec(c) };
app.get("/c", (req) => { jobs.run(req.query.cmd); jobs.other("ls"); });
jobs.twice = (c) => exec(c); jobs.twice = (c) => c;
app.get("/d", (req) => { jobs.twice(req.query.cmd); });
function put(o, v) { o.cmd = v; }
app.get("/e", (req) => { const o = {}; put(o, "ls"); exec(o.cmd); put({}, req.query.cmd); });
app.get("/f", (req) => { exec(page.replace("a", "b")); exec(page.replace(req.query.a, "b")); });
function run(program, args) { cp.execFile(program, args); }
app.get("/g", (req) => run("ls", ["-l", req.query.dir]));
router.use((req, res, next) => { req.tenant = "main"; next(); });
router.get("/h", (req) => { exec(req.tenant); exec(req.user.name); });`},
		{"values, policies, schemas and encodings", `
const pgp = require("pg-promise")();
const db = pgp(process.env.DB);
app.post("/a", express.json(), async (req, res) => {
  db.one({ text: "SELECT * FROM a WHERE id = $1:raw AND b = $2",
    values: [
      req.params.id, // ! sql
      req.params.b,
    ] });
  db.any("SELECT * FROM a WHERE id = $1^", req.params.id); // ! sql
  db.any("SELECT * FROM a WHERE id = $1", req.params.id);
  db.any("SELECT * FROM a WHERE id = ${id}", {id: req.params.id});
  db.any("SELECT * FROM a WHERE id = ${id:raw} AND c = ${c}", {id: req.params.id, c: req.params.c}); // ! sql
  db.any("SELECT * FROM a WHERE c LIKE '%${c:value}%'", {c: req.params.c});
  const body = await req.json();
  res.status(400).send("no such type " + body.type);
  res.send("no such type " + body.type); // ? xss
  exec("echo " + encodeBase64(req.query.x));
  exec("echo " + Buffer.from(req.query.x).toString("base64"));
  exec("echo " + Buffer.from(req.query.x, "base64").toString()); // ! command
  exec("echo " + Buffer.from(Buffer.from(req.query.x).toString("base64"), "base64").toString());
  exec("echo " + atob(btoa(req.query.x))); // ! command
  const file = "/srv/files/" + req.query.name;
  if (file.includes("/../")) return;
  fs.readFileSync(file);
});
app.get("/b", async (req, res) => {
  const name = req.query.name;
  if (name.includes("/../")) return;
  fs.readFileSync(name); // ! path
});
app.get("/b2", async (req, res) => {
  const p = "/srv/files" + req.query.name;
  if (p.includes("/../")) return;
  fs.readFileSync(p); // ! path
});
const { exec } = require("child_process");
const policy = trustedTypes.createPolicy("x", { createHTML: x => x }); // ! xss
policy.createHTML(window.name);
const policy2 = trustedTypes.createPolicy("x", { createHTML: x => DOMPurify.sanitize(x) });
policy2.createHTML(window.name);
const base = z.object({ a: z.number() });
const more = base.extend({ b: z.string(), c: z.uuid() });
app.get("/c", async (req, res) => {
  const x = more.parse(req.query);
  db.any("SELECT * FROM a WHERE b = '" + x.b + "'"); // ! sql
  db.any("SELECT * FROM a WHERE b = " + x.a);
  db.any("SELECT * FROM a WHERE b = " + x.c);
  const y = base.merge(z.object({ d: z.string() })).parse(req.query);
  db.any("SELECT * FROM a WHERE b = '" + y.d + "'"); // ! sql
  db.any("SELECT * FROM a WHERE b = " + y.a);
  const params = {
     url: req.query.url,
  };
  axios(params); // ! ssrf
});
const T = () => <span data-tip={window.name} data-html={true} />; // ! xss
const T2 = () => <span data-tip={window.name} />;
const T3 = () => <span data-tip={window.name} data-html={false} />;
(function (q) { document.body.innerHTML = q; })(location.hash); // ! xss
((q) => { document.body.innerHTML = q; })(location.hash); // ! xss
!function (q) { document.body.innerHTML = q; }(location.hash); // ! xss`},
		{"attributes without quotes, and groups of addresses", `
const q = new URLSearchParams(location.search).get("q");
el.innerHTML = "<a title=\"" + q + "\">"; // ! xss
if (q.indexOf("\"") === -1) {
  el.innerHTML = "<a title=\"" + q + "\">";
  el.innerHTML = "<a href=\"/x/" + q + "\">";
  el.innerHTML = "<a href=\"" + q + "\">"; // ! xss
  el.innerHTML = "<a onclick=\"f('" + q + "')\">"; // ! xss
  el.innerHTML = "<a title=" + q + ">"; // ! xss
  el.innerHTML = "<b>" + q + "</b>"; // ! xss
}
el.innerHTML = "<a title=\"" + q.replace(/"/g, "&quot;") + "\">";
el.innerHTML = "<b>" + q.replace(/"/g, "&quot;") + "</b>"; // ? xss
function a() { const [, g] = /(.*)/.exec(location.href); location.href = g; }
function b() { const [, g] = /#(.*)/.exec(location.href); location.href = g; } // ? redirect`},
		{"what patterns take of objects", `
class A extends React.Component {
  componentDidMount() { const { location } = this.props; window.location.replace(location.search.slice(1)); } // ? redirect
  render() { const { match } = this.props; const { params } = this.props.match; return <div dangerouslySetInnerHTML={{ __html: params.id }} />; } // ! xss
}
function onPaste(event) { const { clipboardData } = event; div.innerHTML = clipboardData.getData("text/html"); } // ? xss
function safe(options) { const { location, query } = options; div.innerHTML = query; window.location.replace("/x"); }
app.get("/a", (req) => {
  execFile("git", ["add", "x"].concat(req.query.a));
  execFile("git", ["clone"].concat(req.query.a)); // ? command
});
const { execFile } = require("child_process");`},
		{"files of libraries", `
import AdmZip from "adm-zip";
import * as tar from "tar";
import yauzl from "yauzl";
import xlsx from "xlsx";
import vfs from "vinyl-fs";
import archiver from "archiver";
import sqlite3 from "sqlite3";
import fs from "fs";
import Database from "better-sqlite3";
app.get("/a", async (req, res) => {
  const p = req.query.p;
  const zip = new AdmZip(req.file.buffer);
  zip.extractAllTo(p); // ? path
  zip.extractEntryTo("a", "b");
  tar.x({ file: p, cwd: "out" }); // ? path
  tar.x({ file: "a.tgz", strip: p });
  yauzl.open(p); // ! path
  xlsx.readFile(p); // ! path
  xlsx.writeFile(book, "a.xlsx");
  vfs.src(p); // ! path
  archiver("zip").directory(p, false); // ? path
  new sqlite3.Database(p); // ? path
  new Database(p); // ! path
  new fs.ReadStream(p); // ! path
  Bun.file(p); // ! path
  Deno.readTextFile(p); // ! path
});`},
		{"what is pasted and dropped", `
document.addEventListener("paste", (e) => {
  const html = e.clipboardData.getData("text/html");
  el.innerHTML = html; // ? xss
  el.textContent = html;
  el.innerHTML = DOMPurify.sanitize(html);
});
el.ondrop = (e) => { el.innerHTML = e.dataTransfer.getData("text"); }; // ? xss
$("#x").on("paste", function (e) { $("#y").html(e.originalEvent.clipboardData.getData("text/html")); }); // ? xss
async function p() { el.innerHTML = await navigator.clipboard.readText(); } // ? xss
const C = () => <div onPaste={(e) => { ref.current.innerHTML = e.clipboardData.getData("text/html"); }} />; // ? xss
el.innerHTML = e.dataTransfer.types.length;
new DOMParser().parseFromString(e.clipboardData.getData("text/html"), "text/html");`},
	})
	hold(t, "TypeScript", []sample{{"listeners of Angular", `
@Component({ selector: "a" })
export class A {
  @HostListener("window:message", ["$event"]) onMessage(e: MessageEvent) { document.body.innerHTML = e.data; } // ? xss
  @HostListener("window:resize", ["$event"]) onResize(e: UIEvent) { document.body.innerHTML = e.detail; }
  @HostListener("paste", ["$event"]) onPaste(e: ClipboardEvent) { this.el.nativeElement.innerHTML = e.clipboardData?.getData("text/html"); } // ? xss
}`}, {"redirects of Nest", `
@Controller()
class A {
  @Get() @Redirect() a(@Query("u") u: string) { return { url: u }; } // ! redirect
  @Get() @Redirect() b(@Query("u") u: string) { return { url: "/x", statusCode: 301 }; }
  @Get() c(@Query("u") u: string) { return { url: u }; }
}`}})
}
