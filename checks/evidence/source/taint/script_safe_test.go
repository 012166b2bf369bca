package taint_test

import "testing"

// What careful people write. None of it is told.
func TestScriptSafeForms(t *testing.T) {
	t.Parallel()
	hold(t, "TSX", []sample{
		{"pages of a server", `
const escape = require("escape-html");
const _ = require("lodash");
const he = require("he");
const validator = require("validator");
const entities = require("entities");
const stripTags = require("striptags");
const sanitizeHtml = require("sanitize-html");
const xss = require("xss");
const { escape: escapeIt } = require("html-escaper");
const createDOMPurify = require("dompurify");
const purify = createDOMPurify(window);
app.get("/a", (req, res) => {
  const x = req.query.x;
  res.send("<p>" + escape(x));
  res.send("<p>" + _.escape(x));
  res.send("<p>" + he.encode(x));
  res.send("<p>" + he.escape(x));
  res.send("<p>" + validator.escape(x));
  res.send("<p>" + entities.encodeXML(x));
  res.send("<p>" + entities.escapeUTF8(x));
  res.send("<p>" + stripTags(x));
  res.send("<p>" + sanitizeHtml(x));
  res.send("<p>" + xss(x));
  res.send("<p>" + escapeIt(x));
  res.send("<p>" + purify.sanitize(x));
  res.send("<p>" + x.length);
  res.send("<p>" + (x ? "yes" : "no"));
  res.send("<p>" + !!x);
  res.send("<p>" + (x === "a"));
  res.send("<p>" + +x);
  res.send("<p>" + (x | 0));
  res.send("<p>" + x * 2);
  res.send("<p>" + Math.floor(x));
  res.send("<p>" + new Date(x));
  res.send("<p>" + x.replace(/\W/g, ""));
  res.send("<p>" + x.replace(/[^\w]/gi, ""));
  res.send("<p>" + x.replace(/[&<>"']/g, (c) => MAP[c]));
  res.send("<p>" + x.replace(/&/g, "&amp;").replace(/</g, "&lt;"));
  res.send("<p>" + x.replaceAll("<", "&lt;"));
  res.send("<p>" + x.split("<").join("&lt;"));
  res.send("<p>" + x.indexOf("a"));
  res.send("<p>" + x.toString(16).length);
  res.status(x).send("no");
  res.send(JSON.stringify({ x }));
  res.send(200, { x });
});
app.get("/b", (req, res) => {
  const x = req.query.x;
  if (typeof x === "number") res.send("<p>" + x);
  if (x === "a" || x === "b") res.send("<p>" + x);
  if (/^\d+$/.test(x)) res.send("<p>" + x);
  if (x.match(/^[a-z]+$/)) res.send("<p>" + x);
  if (validator.isAlphanumeric(x)) res.send("<p>" + x);
  if (isNaN(x)) return;
  res.send("<p>" + x);
});
app.get("/c", (req, res) => {
  switch (req.query.x) {
    case "a": res.send("<p>" + req.query.x);
  }
  const known = { a: 1, b: 2 };
  if (req.query.y in known) res.send("<p>" + req.query.y);
  if (Object.keys(known).includes(req.query.z)) res.send("<p>" + req.query.z);
  if (known[req.query.w]) res.send("<p>" + req.query.w);
  const found = LIST.find((one) => one.id === req.query.id);
  res.send("<p>" + found.name);
});
app.get("/d", (req, res) => {
  res.header("Content-Type", "application/json");
  res.send(req.query.x);
});
app.get("/e", (req, res) => {
  res.type("json").send(req.query.x);
});
app.get("/f", (req, res) => {
  res.contentType("text/csv");
  res.write(req.query.x);
  res.end();
});
app.get("/g", (req, res) => {
  res.set({ "Content-Type": "text/plain" });
  res.end("Hello " + req.query.x);
});
app.get("/h", (req, res) => {
  res.setHeader("Content-Type", "text/plain; charset=utf-8");
  res.end(req.query.x);
});
app.get("/i", (req, res) => {
  res.jsonp(req.query.x);
  res.render("view", { x: req.query.x });
  res.sendStatus(req.query.code);
  res.cookie("x", req.query.x);
});`},
		{"the page itself", `
const x = decodeURIComponent(location.hash.slice(1));
const el = document.getElementById("a");
el.innerHTML = "<p>" + escapeHTML(x);
el.innerHTML = _.escape(x);
el.innerHTML = Number(x);
el.innerHTML = x.length;
el.innerHTML = "<a href='/x?q=" + encodeURIComponent(x) + "'>";
el.innerHTML = "<p>" + x.replace(/[<>]/g, "");
el.innerHTML = x === "a" ? "<b>a</b>" : "";
el.innerHTML = TEXTS[x];
el.innerHTML = i18n.t("hello");
el.className = x;
el.value = x;
el.id = x;
el.title = x;
el.dataset.x = x;
el.style.color = x;
el.setAttribute("data-x", x);
el.setAttribute("class", x);
el.append(x);
el.replaceChildren(x);
document.title = x;
document.querySelector("#" + x);
document.getElementById(x).focus();
$("#a").text(x).val(x).attr("title", x).addClass(x);
$("#" + x).toggle();
$(".item-" + x).hide();
$("[data-id='" + x + "']").show();
$(document).find("." + x);
$("#a").append($("<p>").text(x));
$("#a").append(document.createTextNode(x));
if (/^[a-z0-9-]+$/.test(x)) el.innerHTML = x;
if (["a", "b"].includes(x)) el.innerHTML = x;
const n = parseInt(x, 10);
el.innerHTML = "<p>" + n + "</p>";
el.innerHTML = "<p>" + location.pathname.length;
el.innerHTML = "<p>" + window.location.hostname;
el.innerHTML = "<p>" + location.origin + location.protocol + location.port;
console.log(x);
history.pushState({}, "", "?" + x);
fetch("/api?x=" + x);
`},
		{"queries", `
const mysql = require("mysql");
const SqlString = require("sqlstring");
const format = require("pg-format");
const pool = mysql.createPool({});
const COLUMNS = { name: "name", age: "age" };
const ALLOWED = new Set(["name"]);
app.get("/a", async (req, res) => {
  const x = req.query.x;
  pool.query("SELECT * FROM t WHERE a = " + mysql.escape(x));
  pool.query("SELECT * FROM t WHERE a = " + SqlString.escape(x));
  pool.query("SELECT * FROM t ORDER BY " + mysql.escapeId(x));
  pool.query(format("SELECT * FROM t WHERE a = %L", x));
  pool.query("SELECT * FROM t ORDER BY " + COLUMNS[x]);
  pool.query("SELECT * FROM t ORDER BY " + (ALLOWED.has(x) ? x : "name"));
  pool.query("SELECT * FROM t ORDER BY " + (COLUMNS[x] || "name") + " " + (x === "up" ? "ASC" : "DESC"));
  pool.query("SELECT * FROM t LIMIT " + Math.min(Number(x), 10));
  pool.query("SELECT * FROM t LIMIT " + (parseInt(x) || 10));
  pool.query("SELECT * FROM t WHERE a IN (" + req.body.ids.map(Number).join(",") + ")");
  pool.query("SELECT * FROM t WHERE a IN (" + req.body.ids.map(() => "?").join(",") + ")", req.body.ids);
  pool.query("SELECT * FROM t WHERE a IN (" + req.body.ids.map((_, i) => "$" + (i + 1)).join(",") + ")", req.body.ids);
  pool.query("SELECT * FROM t WHERE a LIKE ?", ["%" + x + "%"]);
  pool.query({ sql: "SELECT * FROM t WHERE a = ?", values: [x] });
  const conditions = [];
  const values = [];
  if (x) { conditions.push("a = ?"); values.push(x); }
  pool.query("SELECT * FROM t WHERE " + conditions.join(" AND "), values);
  logger.query("select " + x.length);
});`},
		{"documents", `
const mongoose = require("mongoose");
const User = mongoose.model("User");
app.post("/a", async (req, res) => {
  await User.findOne({ name: String(req.body.name) });
  await User.findOne({ name: req.body.name.toString() });
  await User.findOne({ name: req.body.name + "" });
  await User.findOne({ name: "" + req.body.name });
  await User.findOne({ name: { $eq: req.body.name } });
  await User.findById(String(req.body.id));
  await User.findOne({ age: Number(req.body.age) });
  await User.findOne({ _id: new ObjectId(req.body.id) });
  if (typeof req.body.mail !== "string") return res.end();
  await User.findOne({ mail: req.body.mail });
});
app.get("/b", async (req, res) => {
  await User.findOne({ name: req.params.name });
  await User.findOne({ done: true }).limit(10);
});
const validate = ajv.compile(schema);
app.post("/c", async (req, res) => {
  if (!validate(req.body)) return res.end();
  await User.findOne({ name: req.body.name });
});`},
		{"bodies without objects", `
const bodyParser = require("body-parser");
app.use(bodyParser.urlencoded({ extended: false }));
app.post("/a", async (req, res) => {
  await User.findOne({ name: req.body.name });
});`},
		{"commands and code", `
const { execFile, spawn, exec } = require("child_process");
const shellQuote = require("shell-quote");
app.get("/a", (req, res) => {
  const x = req.query.x;
  execFile("git", ["log", "--", x]);
  spawn("convert", [x, "out.png"]);
  exec("ls " + shellQuote.quote([x]));
  exec("kill " + Number(x));
  exec(x === "a" ? "ls" : "pwd");
  exec("ls", (err, out) => res.json({ out, x }));
  exec("ls", { env: { X: x } });
  if (/^[a-z]+$/.test(x)) exec("ls " + x);
  setTimeout(() => done(x), 10);
  setTimeout(done, Number(x));
  setTimeout(done, 10, x);
  new Function("return 1")(x);
  vm.runInNewContext("a + b", { a: x });
  JSON.parse(x);
  HANDLERS[x]();
  /a(b)/.exec(x);
  new RegExp(x);
});`},
		{"addresses", `
const url = require("url");
const axios = require("axios");
const HOST = process.env.HOST;
app.get("/a", async (req, res) => {
  const x = req.query.x;
  await axios.get(HOST + "/items/" + x);
  await axios.get(` + "`${HOST}/items/${x}`" + `);
  await axios.get("https://example.com/items/" + x + "?a=1");
  await axios.post("https://example.com", { x });
  await axios({ url: "https://example.com", data: x, headers: { x } });
  await fetch("https://example.com", { method: "POST", body: x });
  const u = new URL("https://example.com/items");
  u.searchParams.set("x", x);
  u.pathname = "/" + x;
  await fetch(u);
  await fetch(u.toString());
  res.redirect("/items/" + x);
  res.redirect(301, "/items?x=" + x);
  res.redirect("https://example.com/" + x);
  res.redirect(url.format({ pathname: "/items", query: { x } }));
  res.redirect(req.originalUrl);
  res.redirect(req.baseUrl + "/items");
  res.redirect("back");
  if (x === "/a") res.redirect(x);
  const host = url.parse(x).hostname;
  if (host === "example.com") res.redirect(x);
  if (isLocalUrl(x)) res.redirect(x);
});`},
	})
}
