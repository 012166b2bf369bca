package taint_test

import "testing"

// What a program makes harmless by choice, by a type that it answers with, or by a check in
// a form of its own.
func TestScriptChoices(t *testing.T) {
	t.Parallel()
	hold(t, "TSX", []sample{
		{"a text that a setting has cleaned", `
function show(options) {
  const text = document.location.search.slice(1);
  $("#a").html(sanitize ? DOMPurify.sanitize(text) : text);
  $("#a").html(this.options.escapeHtml ? DOMPurify.sanitize(text) : text);
  let kept = text;
  $("#a").html(kept); // ! xss
  if (sanitize) {
    kept = DOMPurify.sanitize(kept);
  }
  $("#a").html(kept);
}`},
		{"one that a setting only seems to clean", `
function copy(x) { return x; }
function show(admin) {
  const text = document.location.search.slice(1);
  $("#a").html(sanitize ? copy(text) : text); // ! xss
  $("#a").html(admin ? DOMPurify.sanitize(text) : text); // ! xss
  $("#a").html(sanitize ? DOMPurify.sanitize(text) : window.name); // ! xss
  let kept = text;
  if (admin) {
    kept = DOMPurify.sanitize(kept);
  }
  $("#a").html(kept); // ! xss
  let other = text;
  if (sanitize) {
    other = copy(other);
  }
  $("#a").html(other); // ! xss
}`},
		{"the type of an answer in one way of a branch", `
app.get("/a", (req, res) => {
  if (req.accepts("html")) {
    res.send("a: " + req.query.a); // ! xss
  } else {
    res.type("text/plain");
    res.send("a: " + req.query.a);
  }
});
app.get("/a2", (req, res) => {
  if (req.accepts("text")) {
    res.type("text/plain");
    res.send("a: " + req.query.a);
  } else {
    res.send("a: " + req.query.a); // ! xss
  }
});
app.get("/b", (req, res) => {
  if (failed) {
    res.writeHead(500, { "Content-Type": "application/json" });
    res.end(req.query.b);
    return;
  }
  res.end(req.query.b); // ! xss
});
app.get("/c", (req, res) => {
  switch (req.query.kind) {
  case "text":
    res.type("text/plain");
    break;
  }
  res.send("c: " + req.query.c);
});
app.get("/d", (req, res) => {
  res.set("Content-Type", "text/plain");
  load(() => { res.send("d: " + req.query.d); });
});
app.get("/e", (req, res) => {
  res.header({ "Content-Type": kindOf(file) });
  res.send("e: " + req.query.e);
});
app.get("/f", (req, res) => {
  load(() => { res.type("text/plain"); });
  res.send("f: " + req.query.f); // ! xss
});`},
		{"checks in other forms", `
app.get("/a", (req, res) => {
  const id = req.query.id;
  let found;
  if ((found = /^\d+$/.exec(id))) {
    res.send("a: " + id);
  }
  if ((found = /\d+/.exec(id))) {
    res.send("a: " + id); // ? xss
  }
  const next = req.query.next;
  if (next.startsWith("//example.com/")) {
    res.redirect(next);
  }
  if (next.startsWith("//example.com")) {
    res.redirect(next); // ? redirect
  }
});
app.post("/b", (req, res) => {
  const key = String(req.body.key), known = {};
  known[key] = req.body.value;
  known[key].last = 1; // ? prototype
  if (known.hasOwnProperty(key)) {
    known[key].last = 1;
  }
  const given = req.body.all;
  if (given.hasOwnProperty(key)) {
    shared[key].last = 1; // ? prototype
  }
});`},
		{"the address of a page before its question mark", `
document.write(document.location.href.split("?")[0]);
document.write(document.location.href.split("#")[0]); // ! xss
document.write(document.location.hash.split("?")[0]); // ! xss
location.href = decodeURIComponent(document.location.href.split("?")[1]); // ? redirect`},
	})
}

// Files that an answer sends, and names out of which dots were taken.
func TestScriptSentFiles(t *testing.T) {
	t.Parallel()
	hold(t, "JavaScript", []sample{
		{"what Express sends", `
const express = require("express"), path = require("path");
const app = express();
app.get("/:file", (req, res) => {
  res.sendFile(__dirname + "/files/" + req.params.file);
  res.sendFile(` + "`${__dirname}/files/${req.query.f}`" + `);
  res.sendFile(req.query.f); // ! path
  res.sendFile(path.join(__dirname, req.query.f)); // ! path
  res.sendFile(path.resolve(__dirname, req.query.f)); // ! path
  res.sendFile(path.normalize(__dirname + "/" + req.query.f)); // ! path
  res.download(__dirname + "/files/" + req.query.f); // ! path
});`},
		{"names without dots", `
const fs = require("fs");
app.get("/a", (req, res) => {
  const name = req.query.name;
  fs.readFileSync("files/" + name.replace(/[.]/g, ""));
  fs.readFileSync(name.replace(/[.]/g, "")); // ! path
  fs.readFileSync(name.replace(/[./]/g, ""));
  fs.readFileSync("files" + require("path").normalize(name).replace(/^(\.\.[\/\\])+/, ""));
  fs.readFileSync("files" + name.replace(/^(\.\.[\/\\])+/, "")); // ? path
  fs.realpath(name, (failed, real) => {
    fs.readFileSync(real); // ! path
    fs.readFileSync(failed);
  });
});`},
		{"packages that remove and make folders", `
const rimraf = require("rimraf"), mkdirp = require("mkdirp");
app.post("/a", (req, res) => {
  rimraf(req.body.a, done); // ! path
  rimraf.native.sync(req.body.a); // ! path
  rimraf.moveRemoveSync(req.body.a); // ! path
  mkdirp.mkdirpNativeSync(req.body.a); // ! path
  mkdirp.manual("logs/" + Number(req.body.a));
});`},
	})
}
