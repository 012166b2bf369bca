package taint_test

import "testing"

// Forms in which a server hands on what a request says.
func TestScriptFormsOfServers(t *testing.T) {
	t.Parallel()
	hold(t, "TSX", []sample{
		{"commands", `
const http = require("http"), url = require("url"), cp = require("child_process");
http.createServer(function(req, res) {
let cmd = url.parse(req.url, true).query.path;
require("execa").shell(cmd); // ! command
require("execa").shellSync(cmd); // ! command
require("execa").command(cmd); // ! command
require("execa").stdout(cmd); // ! command
require("execa")(cmd); // ! command
require("execa").node(cmd); // ! command
require("cross-spawn")(cmd); // ! command
require("cross-spawn").sync(cmd); // ! command
require("exec")(cmd); // ! command
require("exec-async")(cmd); // ! command
require("remote-exec")(target, cmd); // ! command
require("shelljs").exec(cmd); // ! command
const ssh2 = require("ssh2");
new ssh2().exec(cmd); // ! command
new ssh2.Client().exec(cmd); // ! command
const SSH2Stream = require("ssh2-streams").SSH2Stream;
new SSH2Stream().exec(false, cmd); // ! command
require("child_process").spawn("cmd.exe", ["/C", cmd]); // ! command
require("child_process").spawn("/bin/sh", ["-c", "ls " + cmd]); // ! command
const args = ["-c"]; args.push(cmd); cp.execFile("/bin/sh", args); // ! command
const more = []; more[0] = "-c"; more[1] = cmd; cp.execFile("/bin/bash", more); // ! command
const sh = "/bin" + "/bash"; cp.execFile(sh, ["-c", cmd]); // ! command
const flag = "-c"; cp.spawn("bash", [flag, cmd]); // ! command
cp.spawn("node", ["-e", cmd]); // ! command
cp.execFile("python", ["-c", cmd]); // ! command
cp.spawn(cmd, { shell: true }); // ! command
run("sh", cmd);
});
function run(shell, c) { cp.spawn(shell, ["-c", c]); } // ! command`},
		{"stores and queries", `
const mongoose = require("mongoose"), express = require("express");
const MongoClient = require("mongodb").MongoClient;
const app = express();
const Document = mongoose.model("Document", new mongoose.Schema({}));
app.post("/a", (req, res) => {
const query = {}; query.title = req.body.title;
Document.aggregate([query]); // ? nosql
Document.count(query); // ? nosql
Document.deleteMany(query); // ? nosql
Document.find(query).then(x => x); // ? nosql
Document.findOne(query, () => {}); // ? nosql
Document.findOneAndUpdate(query, {}); // ? nosql
Document.where("a").equals(query);
Document.find().and(query); // ? nosql
Document.find({ $where: "this.a == " + req.body.a }); // ! nosql
mongoose.model("X").find(query); // ? nosql
new mongoose.Query(1, 2, query);
MongoClient.connect("url", (err, db) => {
const doc = db.collection("doc");
doc.find(query); // ? nosql
doc.findOne({ name: req.body.name }); // ? nosql
doc.find({ name: req.query.name }); // ? nosql
doc.updateOne({ id: req.body.id }, {}); // ? nosql
db.collection("x").find({ a: JSON.parse(req.query.a) }); // ? nosql
doc.find({ a: { $eq: req.body.a } });
doc.find({ a: req.params.a });
});
const client = require("redis").createClient();
client.set(req.body.key, "x"); // ? nosql
client.get(String(req.body.key));
});
const io = require("socket.io")(3000);
const { Pool } = require("pg"); const db = new Pool();
io.on("connection", (socket) => {
socket.on("newuser", (handle) => { db.query("SELECT * FROM u WHERE h = '" + handle + "'"); // ! sql
});
});
const { Spanner } = require("@google-cloud/spanner");
const database = new Spanner().instance("x").database("y");
app.post("/d", (req, res) => {
const q = req.params.q;
database.run(q); // ! sql
database.run({ sql: q }, () => {}); // ! sql
database.runStream(q); // ! sql
database.runPartitionedUpdate(q); // ! sql
database.executeSql(q); // ! sql
});
const Sequelize = require("sequelize"); const seq = new Sequelize("x");
app.get("/e", (req, res) => {
seq.query(req.params.q); // ! sql
seq.query({ query: "SELECT " + req.params.q }); // ! sql
Sequelize.literal(req.params.q); // ! sql
seq.literal("a = " + req.params.q); // ! sql
User.findAll({ where: Sequelize.literal("a = " + req.params.q) }); // ! sql
User.findAll({ order: Sequelize.literal(req.query.sort) }); // ! sql
});
const knex = require("knex")({});
app.get("/f", (req, res) => {
knex.raw("SELECT " + req.params.q); // ! sql
knex("t").whereRaw("a = " + req.params.q); // ! sql
knex("t").orderByRaw(req.query.sort); // ! sql
knex.select(knex.raw(req.params.q)); // ! sql
});
const sqlite = require("sqlite3").verbose(); const lite = new sqlite.Database("x");
app.get("/g", (req, res) => { lite.run("UPDATE x SET a = '" + req.query.a + "'"); // ! sql
lite.all("SELECT a FROM x WHERE b = " + req.query.b, cb); // ! sql
});
function build(name) { return ` + "`" + `SELECT * FROM u WHERE name = '${name}'` + "`" + `; }
app.get("/h", (req, res) => { const text = build(req.query.name); db.query(text); // ! sql
db.query(build(Number(req.query.name)));
});
class Repo { find(name) { return db.query("SELECT * FROM u WHERE n = '" + name + "'"); } } // ! sql
const repo = new Repo();
app.get("/i", (req, res) => { new Repo().find(req.query.n); });
const service = { find: (name) => db.query("SELECT * FROM u WHERE n = '" + name + "'") }; // ! sql
app.get("/j", (req, res) => { service.find(req.query.n); });`},
		{"code", `
const express = require('express'); const vm = require('vm'); const app = express();
app.get('/x', (req, res) => {
eval(req.query.a); // ! code
eval("(" + req.query.a + ")"); // ! code
(0, eval)(req.query.a); // ! code
window.eval(req.query.a); // ! code
globalThis.eval(req.query.a); // ! code
new Function("return " + req.query.a)(); // ! code
Function("a", req.query.a); // ! code
setTimeout(req.query.a, 10); // ! code
setInterval("x(" + req.query.a + ")"); // ! code
vm.runInThisContext(req.query.a); // ! code
vm.runInNewContext(req.query.a); // ! code
vm.compileFunction(req.query.a); // ! code
new vm.Script(req.query.a); // ! code
const m = require("module"); new m("x")._compile(req.query.a, "x"); // ! code
require("vm2"); new (require("vm2").VM)().run(req.query.a); // ! code
require(req.query.a); // ! path
import(req.query.a); // ! path
require("./lib/" + req.query.a); // ! path
require("ejs").render(req.body.t); // ! template
require("pug").compile(req.body.t); // ! template
require("dot").template(req.body.t); // ! template
require("handlebars").compile(req.body.t); // ! template
require("lodash").template(req.body.t); // ! template
require("nunjucks").renderString(req.body.t); // ! template
require("mustache").render(req.body.t); // ! template
require("hogan.js").compile(req.body.t); // ! template
const obj = {}; obj[req.query.method]();
});`},
		{"code and addresses in a page", `
var a = document.location.search;
eval(document.location.href.substring(5)); // ! code
document.write("<script>" + document.location.href.substring(5) + "</script>"); // ! xss
setTimeout(document.location.hash.substring(1)); // ! code
setInterval(document.location.hash.slice(1), 10); // ! code
new Function(document.location.hash); // ! code
$scope.$eval(document.location.search); // ! code
angular.module("m").controller("c", function($scope, $compile, $interpolate, $parse, $timeout) {
$compile(document.location.search); // ? code
$parse(document.location.search); // ? code
$interpolate(document.location.search); // ? code
$timeout(document.location.search); // ? code
$scope.$watch(document.location.search); // ! code
});
angular.module("m").component("x", { template: document.location.search }); // ? code
location.href = new URL(location.href).searchParams.get("u"); // ? redirect
location.href = location.search.substring(1); // ? redirect
location.href = (/redirect=([^;]*)/.exec(document.location.href))[1]; // ? redirect
location.href = /redirect=([^;]*)/.exec(document.location.search)[1]; // ? redirect
window.location = location.hash.replace("#", ""); // ? redirect
window.location = decodeURIComponent(window.location.search.split("=")[1]); // ? redirect
top.location.href = location.search.slice(1); // ? redirect
window.open(location.search.substr(3)); // ? redirect
self.window.location.assign(location.hash.slice(1)); // ? redirect
location.replace(getParam("next")); // ? redirect
document.getElementById("f").action = location.hash.slice(1); // ? xss
history.pushState(null, "", location.hash.slice(1));
function getParam(name) { return new URLSearchParams(window.location.search).get(name); }
const qs = require("querystring"); location.href = qs.parse(location.search.slice(1)).u; // ? redirect
$.ajax({ url: location.hash.slice(1) });
window.location.href = "https://example.com" + location.search;
window.location.href = window.location.origin + location.hash.slice(1);
window.location.href = "/" + location.hash.slice(1); // ? redirect
navigation.navigate(location.hash.slice(1)); // ? redirect`},
		{"files", `
const fs = require("fs"), path = require("path"), url = require("url"), http = require("http");
http.createServer((req, res) => {
let p = url.parse(req.url, true).query.path;
fs.readFileSync(p); // ! path
fs.readFileSync("/home/user/" + p); // ! path
fs.readFileSync(path.join("/a", p)); // ! path
fs.readFileSync(path.resolve(p)); // ! path
fs.readFileSync(path.normalize(p)); // ! path
fs.readFileSync(path.extname(p));
fs.readFileSync(path.basename(p));
fs.readFileSync(path.dirname(p)); // ! path
fs.readFileSync(path.format({ dir: p })); // ! path
fs.readFileSync(path.parse(p).dir); // ! path
fs.readFileSync(path.relative("/a", p)); // ! path
fs.readFileSync(path.toNamespacedPath(p)); // ! path
fs.readFileSync(decodeURIComponent(p)); // ! path
fs.readFileSync(p.trim()); // ! path
fs.readFileSync(p.slice(1)); // ! path
fs.readFileSync(p.concat(".txt")); // ! path
fs.readFileSync(unescape(p)); // ! path
fs.readFileSync(p.replace(/[abc]/g, "")); // ! path
fs.readFileSync("a/" + p.split("/").join("/")); // ! path
fs.readFileSync(p.split("/").slice(1).join("/")); // ! path
fs.readFileSync([..."a", p].join("/")); // ! path
fs.readFileSync(path.join(...p.split("/"))); // ! path
fs.readFileSync(` + "`" + `${__dirname}/${p}` + "`" + `); // ! path
fs.readFile(p, (e, d) => {}); // ! path
fs.promises.readFile(p); // ! path
fs.createReadStream(p).pipe(res); // ! path
fs.readdir(p, () => {}); // ! path
const split = p.split("/"); fs.readFileSync(split.join("/")); fs.readFileSync(split[1]); // ! path path
const parts = []; parts.push(p); fs.readFileSync(parts.join("/")); // ! path
const copy = Object.assign({}, { p }); fs.readFileSync(copy.p); // ! path
const { ...rest } = { p }; fs.readFileSync(rest.p); // ! path
let v = p; for (let i = 0; i < 2; i++) v = "/" + v; fs.readFileSync(v); // ! path
require("send")(req, p); // ? path
require("mkdirp")(p); // ! path
require("recursive-readdir")(p, () => {}); // ! path
require("original-fs").readFileSync(p); // ! path
require("mz/fs").readFile(p); // ! path
require("fs-extra").readFile(p); // ! path
new (require("fstream").Reader)(p); // ! path
require("memfs").readFileSync(p);
require("chokidar").watch(p);
require("glob")(p, () => {}); // ! path
require("jsonfile").readFile(p); // ! path
res.sendFile(p); // ! path
new (require("unzipper"))();
});`},
		{"small stores of documents", `
const minimongo = require("minimongo");
const local = new minimongo.MemoryDb(); local.addCollection("animals");
app.post("/b", (req, res) => { local.animals.find({ title: req.body.title }); // ? nosql
});
const MarsDB = require("marsdb"); const coll = new MarsDB.Collection("x");
app.post("/c", (req, res) => { coll.find({ title: req.body.title }); // ? nosql
});`},
	})
}
