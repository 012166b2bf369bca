package taint_test

import "testing"

// TestScriptOnAServer is about clients, files and commands of Node.js.
func TestScriptOnAServer(t *testing.T) {
	t.Parallel()
	hold(t, "JavaScript", []sample{
		{"clients, and their options", `
const axios = require("axios"), http = require("http"), needle = require("needle"), WebSocket = require("ws"), { JSDOM } = require("jsdom");
app.get("/a", async (req, res) => {
  const to = req.query.to;
  axios.create({ baseURL: to }); // ! ssrf
  axios.create({ baseURL: "https://api.example.com", params: { to } });
  http.get("/x", { host: to }); // ! ssrf
  needle("get", to); // ! ssrf
  new WebSocket(to); // ! ssrf
  JSDOM.fromURL(to); // ! ssrf
  new JSDOM(to, { runScripts: "dangerously" }); // ! code
  new JSDOM(to);
  await page.setContent("<p>" + to); // ! ssrf
  await page.property("content", to); // ! ssrf
  client.Page.navigate({ url: to }); // ! ssrf
  await page.pdf({ path: to }); // ! path
});`},
		{"a host of an address has no slash", `
const fs = require("fs"), path = require("path");
app.get("/a", (req, res) => {
  const to = new URL(req.query.to);
  fs.readFileSync(path.join("/keys", to.hostname));
  fs.readFileSync(path.join("/keys", to.pathname)); // ? path
  fs.readFileSync("/keys/" + req.body.host); // ! path
});`},
		{"shells, however they are named", `
const { spawn, execFile } = require("child_process");
function shellOf() { return "sh"; }
function both() { if (windows) { return { cmd: "cmd", arg: "/C" }; } return { cmd: "sh", arg: "-c" }; }
app.get("/a", (req, res) => {
  const what = req.query.what;
  spawn("ls " + what, { shell: true }); // ! command
  const options = { shell: true };
  spawn("ls", [what], options); // ! command
  spawn("ls", [what], { shell: false });
  const all = ["-c", "ls " + what];
  spawn("bash", all); // ! command
  const one = [];
  one.push("-c");
  one.push("ls " + what);
  execFile("/bin/sh", one); // ! command
  spawn(shellOf(), ["-c", what]); // ! command
  const shell = both();
  spawn(shell.cmd, [shell.arg, what]); // ! command
  let program, flag;
  if (windows) program = "cmd.exe", flag = "/c"; else program = "/bin/sh", flag = "-c";
  spawn(program, [flag, what]); // ! command
  spawn("cmd.exe", ["/C", "echo"].concat(what)); // ! command
  spawn("ls", ["-c", what]);
});`},
		{"packages that run commands", `
const run = require("exec-sh"), { Client } = require("ssh2");
const Module = require("module");
app.get("/a", (req, res) => {
  run(req.query.what); // ! command
  new Client().exec(req.query.what); // ! command
  new Module("x")._compile(req.query.what, "x"); // ! code
});`},
		{"files that are looked at, and modules", `
const fs = require("fs");
app.get("/a", (req, res) => {
  fs.stat(req.query.name, done); // ? path
  fs.existsSync(req.query.name); // ? path
  fs.chmodSync(req.query.name, 0o600); // ! path
  import(req.query.name); // ! path
  res.sendFile("a.txt", { root: req.query.name }); // ! path
  res.render("page", req.query); // ? path
  res.render("page", { name: req.query.name });
});`},
		{"a path is inside where it has no dots and is put behind a folder", `
const fs = require("fs"), path = require("path");
app.get("/a", (req, res) => {
  const name = req.query.name;
  if (name.includes("..")) return;
  fs.readFileSync(name); // ! path
  fs.readFileSync("files/" + name);
  if (name.startsWith("/")) return;
  fs.readFileSync(name);
});
app.get("/b", (req, res) => {
  const name = req.query.name;
  if (name.indexOf("..") !== -1) return;
  fs.readFileSync(path.join("files", name));
});
app.get("/c", (req, res) => {
  if (req.query.name.startsWith("/srv/files")) fs.readFileSync(req.query.name); // ? path
  const name = path.resolve(req.query.name);
  fs.readFileSync(name); // ! path
  fs.readFileSync(path.join("/srv/files", name));
  if (name.startsWith("/srv/files/")) fs.readFileSync(name);
});
app.get("/d", (req, res) => {
  const name = decodeURIComponent(path.normalize(req.query.name));
  if (!path.isAbsolute(name) && !name.startsWith("..")) fs.readFileSync(name); // ? path
});`},
		{"what was proven of a text is not proven of what it is parsed to", `
app.post("/a", (req, res) => {
  const filter = req.body.filter;
  if (typeof filter !== "string") return;
  Order.find({ name: filter });
  Order.find({ name: JSON.parse(filter) }); // ? nosql
});`},
		{"operators that compare take anything", `
app.post("/a", (req, res) => {
  Order.find({ name: { $eq: req.body.name } });
  Order.find({ name: { $in: req.body.names } });
  Order.find({ $or: [{ name: req.body.name }] }); // ? nosql
  db.orders.find({ name: req.body.name }); // ? nosql
  getMongoose().find({ name: req.body.name }); // ? nosql
});`},
		{"functions that are called by way of others", `
const _ = require("lodash");
app.get("/a", (req, res) => {
  function show(name, rest) { res.send("<b>" + name + rest); } // ! xss
  [1, 2].forEach(show.bind(null, req.query.name));
});
app.get("/b", (req, res) => {
  function show(name, rest) { res.send("<b>" + name + rest); } // ! xss
  [1, 2].forEach(_.partial(show, req.query.name));
});
app.get("/c", (req, res) => {
  function show(name, rest) { res.send("<b>" + name + rest); }
  show.call(this, "fine", 1);
  show.apply(this, ["fine", 1]);
  show.bind(null, Number(req.query.name));
});
app.get("/d", (req, res) => {
  function show(name) { res.send("<b>" + name); } // ! xss
  req.query.names.forEach(show);
});`},
		{"an assignment where there is nothing yet", `
app.get("/a", (req, res) => {
  let name = req.query.name;
  name ||= res.send("<b>" + name);
});`},
		{"who may do it was asked", `
app.get("/a", async (req, res) => {
  const allowed = await privileges.posts.can("read", req.params.id);
  if (!allowed) return;
  res.set("Location", req.params.id); // ? redirect
});`},
		{"a store is no map of what was put into it", `
app.post("/x", async (req, res) => { await db.set("a:" + id, req.body); res.send({ id }); });
app.get("/x/:id", async (req, res) => {
  const token = await db.get("a:" + req.params.id);
  res.send(token);
});`},
	})
}
