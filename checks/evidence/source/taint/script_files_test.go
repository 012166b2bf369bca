package taint_test

import "testing"

func TestScriptPathsOfLibraries(t *testing.T) {
	t.Parallel()
	hold(t, "TypeScript", []sample{
		{"fs and its likes", `
import * as fs from "fs";
import fse from "fs-extra";
import { readFile, rm as removeAll } from "node:fs/promises";
import { promisify } from "util";
const readAsync = promisify(fs.readFile);
const gfs = require("graceful-fs");
const pfs = require("fs").promises;
const { promises } = fs;
export async function find(req, res) {
  const p = "./data/" + req.params.name;
  fs.readFileSync(p, "utf8"); // ! path
  fse.outputJsonSync(p, {}); // ! path
  fse.emptydirSync(p); // ! path
  fse.pathExists(p); // ? path
  await readFile(p); // ! path
  await removeAll(p); // ! path
  await readAsync(p); // ! path
  gfs.createReadStream(p); // ! path
  await pfs.writeFile(p, ""); // ! path
  await promises.unlink(p); // ! path
  await fs.promises.mkdir(p); // ! path
  fs.openAsBlob(p); // ! path
  fs.lutimesSync(p, 1, 1); // ! path
  fs.mkdtempSync(p); // ! path
  fs.readv(1, []);
}`},
		{"packages of files", `
import rimraf, { rimrafSync } from "rimraf";
import mkdirp from "mkdirp";
import del from "del";
import { deleteAsync } from "del";
import jsonfile from "jsonfile";
import writeFileAtomic from "write-file-atomic";
import { makeDirectory, makeDirectorySync } from "make-dir";
import send from "koa-send";
import { loadJsonFile } from "load-json-file";
import open, { openApp } from "open";
import glob from "glob";
import AdmZip from "adm-zip";
export async function go(ctx, req, res) {
  const p = req.query.p;
  rimraf(p, () => {}); // ! path
  rimraf.sync(p); // ! path
  rimrafSync(p); // ! path
  await mkdirp(p); // ! path
  mkdirp.sync(p); // ! path
  await del([p]); // ! path
  await deleteAsync(p); // ! path
  jsonfile.readFileSync(p); // ! path
  await writeFileAtomic(p, ""); // ! path
  await makeDirectory(p); // ! path
  makeDirectorySync(p); // ! path
  await send(ctx, p); // ? path
  await open(p); // ? path
  await loadJsonFile(p); // ! path
}`},
		{"folders to work in, templates, modules, uploads", `
const cp = require("child_process");
const ejs = require("ejs");
const fileUpload = require("express-fileupload");
const path = require("path");
app.post("/x", (req, res) => {
  cp.exec("ls", { cwd: req.body.folder }); // ! path
  cp.spawn("ls", [], { cwd: req.body.folder }); // ! path
  ejs.renderFile(req.body.view, {}); // ! path
  require(req.body.module); // ! path
  req.files.foo.mv("./uploads/" + req.body.name); // ! path
  req.files.foo.mv("./uploads/" + req.files.foo.name);
  res.download("./files/" + req.query.f); // ! path
  res.sendFile(__dirname + "/" + req.query.f); // ".." is refused
  res.sendFile(path.join(__dirname, req.query.f)); // ! path
});`},
		{"answers of other frameworks", `
import { createReadStream } from "fs";
server.route({ method: "GET", path: "/{f*}", handler: (request, h) => h.file(request.params.f) }); // ? path
router.get("/:f", (ctx) => {
  ctx.body = createReadStream("/srv/" + ctx.params.f); // ! path
});`},
		{"paths that are checked", `
const fs = require("fs");
const path = require("path");
const ROOT = path.resolve("files");
const NAMES = { a: "a.txt" };
app.get("/x", (req, res) => {
  const name = req.query.name;
  fs.readFileSync(path.join(ROOT, path.basename(name)));
  fs.readFileSync(path.join(ROOT, path.normalize("/" + name)));
  fs.readFileSync(path.join(ROOT, NAMES[name]));
  fs.readFileSync(ROOT + "/" + name.replace(/[^a-z0-9]/g, ""));
  fs.readFileSync(ROOT + "/" + encodeURIComponent(name));
  fs.readFileSync(ROOT + "/" + parseInt(name) + ".txt");
  fs.readFileSync(path.join(ROOT, name.replace(/[./\\]/g, "")));
  fs.readFileSync(path.join(ROOT, name.replace(/\.|\//g, "")));
  fs.readFileSync(path.join(ROOT, name.replace(/\//g, "")));
});
app.get("/a", (req, res) => {
  const full = path.join(ROOT, req.query.name);
  if (full.indexOf(ROOT + path.sep) !== 0) return res.status(403).end();
  fs.readFileSync(full);
});
app.get("/b", (req, res) => {
  const full = path.resolve(ROOT, req.query.name);
  const relative = path.relative(ROOT, full);
  if (relative.startsWith("..") || path.isAbsolute(relative)) throw new Error("no");
  fs.readFileSync(full);
});
app.get("/c", (req, res) => {
  const name = req.query.name;
  if (name.includes("..") || name.includes("/")) return res.status(400).end();
  fs.readFileSync(path.join(ROOT, name));
});
app.get("/d", (req, res) => {
  const full = fs.realpathSync(path.resolve(ROOT, req.query.name));
  if (full.startsWith(ROOT)) fs.readFileSync(full);
});
app.get("/e", (req, res) => {
  if (!["a.txt", "b.txt"].includes(req.query.name)) return res.end();
  fs.readFileSync(path.join(ROOT, req.query.name));
});
app.get("/f", (req, res) => {
  const normalized = path.normalize(req.query.name).replace(/^(\.\.(\/|\\|$))+/, "");
  fs.readFileSync(path.join(ROOT, normalized));
});
app.get("/g", (req, res) => {
  const file = FILES.find((one) => one.name === req.query.name);
  fs.readFileSync(path.join(ROOT, file.name));
});
app.get("/h", (req, res) => {
  const full = path.join(ROOT, req.query.name);
  if (path.dirname(full) !== ROOT) return res.end();
  fs.readFileSync(full);
});
app.get("/i", (req, res) => {
  const name = req.query.name;
  if (path.basename(name) !== name) return res.end();
  fs.readFileSync(path.join(ROOT, name));
});`},
	})
}
