package taint_test

import "testing"

// Ways that data takes through a file of scripts.
func TestScriptWays(t *testing.T) {
	t.Parallel()
	hold(t, "TSX", []sample{
		{"functions that give a function", `
import { promisify } from "util";
import pify from "pify";
import bluebird from "bluebird";
const fs = require("fs");
const readFile = promisify(fs.readFile);
const all = bluebird.promisifyAll(fs);
const find = asyncHandler(async (req, res) => { await readFile(req.query.p); }); // ! path
app.get("/x", async (req, res) => {
  const p = req.query.p;
  await pify(fs.writeFile)(p, ""); // ! path
  await all.readFileAsync(p); // ! path
  await bluebird.promisify(fs.unlink)(p); // ! path
  await pify(fs).readFile(p); // ! path
  const show = debounce((x) => res.send("<p>" + x), 10); // ! xss
  show(p);
});`},
		{"a function that calls what it is given", `
const { exec } = require("child_process");
function each(list, then) {
  let i = 0;
  (function next() { then(list[i++], next); })();
}
function withName(req, then) { then(req.query.name); }
function never(req, then) { then(req.path.length); }
app.get("/x", (req, res) => {
  each([req.query.a], (one) => exec("ls " + one)); // ! command
  withName(req, (name) => exec("ls " + name)); // ! command
  withName(req, run);
  never(req, (n) => exec("ls " + n));
});
function run(x) { exec("cat " + x); } // ! command`},
		{"state of React", `
import { useState, useEffect, useMemo, createContext, useContext } from "react";
const Name = createContext(window.name);
export function A() {
  const [text, setText] = useState("");
  const [fine, setFine] = useState("");
  const [begun] = useState(decodeURIComponent(location.hash));
  useEffect(() => { setText(new URLSearchParams(location.search).get("q")); setFine("a"); }, []);
  const made = useMemo(() => "<b>" + begun + "</b>", [begun]);
  const name = useContext(Name);
  const a = <p dangerouslySetInnerHTML={{ __html: text }} />; // ! xss
  const b = <p dangerouslySetInnerHTML={{ __html: fine }} />;
  const c = <p dangerouslySetInnerHTML={{ __html: begun }} />; // ! xss
  const d = <p dangerouslySetInnerHTML={{ __html: made }} />; // ! xss
  const e = <p dangerouslySetInnerHTML={{ __html: name }} />; // ! xss
  return null;
}`},
		{"fields of an object", `
class Job {
  constructor(req) {
    this.req = req;
    this.name = req.query.name;
    this.id = Number(req.query.id);
  }
  async run() {
    await db.query("SELECT * FROM t WHERE name = '" + this.name + "'"); // ? sql
    await db.query("SELECT * FROM t WHERE id = " + this.id);
    await db.query("SELECT * FROM t WHERE x = '" + this.req.query.x + "'"); // ! sql
  }
}
class Other {
  run() { return db.query("SELECT * FROM t WHERE name = '" + this.name + "'"); }
}`},
		{"what is put together of lists and objects", `
app.get("/x", async (req, res) => {
  const { name: { first, ...rest }, list: [one] = [] } = req.body;
  const all = { ...req.query, page: 1 };
  const parts = ["SELECT * FROM t"];
  if (req.query.a) parts.push("WHERE a = '" + req.query.a + "'");
  await db.query(parts.join(" ")); // ! sql
  await db.query("SELECT " + first); // ! sql
  await db.query("SELECT " + rest.x); // ! sql
  await db.query("SELECT " + one); // ! sql
  await db.query("SELECT " + all.b); // ! sql
  await db.query("SELECT * FROM t LIMIT " + all.page);
  const columns = Object.keys(req.body).join(", ");
  await db.query("INSERT INTO t (" + columns + ") VALUES (1)"); // ! sql
  const conditions = Object.entries(req.query).map(([k, v]) => k + " = '" + v + "'").join(" AND ");
  await db.query("SELECT * FROM t WHERE " + conditions); // ! sql
  const map = new Map([["a", req.query.a]]);
  await db.query("SELECT * FROM t WHERE a = '" + map.get("a") + "'"); // ! sql
  let where = "";
  for (const key of Object.keys(req.query)) where += key + " = 1 ";
  await db.query("SELECT * FROM t WHERE " + where); // ! sql
  for (const id of [].concat(req.query.ids)) await db.query("DELETE FROM t WHERE id = " + id); // ! sql
  const text = Buffer.from(req.query.x, "base64").toString("utf8");
  await db.query("SELECT * FROM t WHERE a = '" + text + "'"); // ! sql
  const [a, b] = await Promise.all([req.query.a, 1]);
  await db.query("SELECT * FROM t WHERE a = '" + a + "'"); // ! sql
  await db.query("SELECT * FROM t WHERE b = '" + b + "'");
  await Promise.resolve(req.query.a).then((x) => db.query("SELECT * FROM t WHERE a = '" + x + "'")); // ! sql
});`},
		{"a list of objects keeps their fields apart", `
app.get("/x", async (req, res) => {
  const tags = req.query.tags.map((tag, i) => ({ condition: "has(" + i + ")", value: tag }));
  await db.query("SELECT * FROM t WHERE " + tags.map(({ condition }) => condition).join(" OR "));
  await db.query("SELECT * FROM t WHERE " + tags.map((one) => one.value).join(" OR ")); // ! sql
  await db.query("SELECT * FROM t WHERE " + tags[0].value); // ! sql
  for (const tag of tags) await db.query("SELECT * FROM t WHERE " + tag.condition);
});`},
		{"bodies of forms, piece by piece", `
const Busboy = require("busboy");
const formidable = require("formidable");
const { exec } = require("child_process");
app.post("/a", (req, res) => {
  const busboy = new Busboy({ headers: req.headers });
  busboy.on("file", (field, file, name) => { exec("touch " + name); }); // ! command
  busboy.on("field", (key, value) => { exec("touch " + value); }); // ! command
  req.pipe(busboy);
});
app.post("/b", (req, res) => {
  const form = new formidable.IncomingForm();
  form.parse(req, (err, fields, files) => { exec("touch " + fields.name); }); // ! command
  form.on("file", (name, file) => { exec("touch " + file.originalFilename); }); // ! command
});
const storage = multer.diskStorage({
  filename: (req, file, cb) => { exec("touch " + file.originalname); cb(null, "x"); }, // ! command
});
let body = "";
http.createServer((req, res) => {
  req.on("data", (chunk) => { body += chunk; });
  req.on("end", () => { exec("touch " + body); }); // ! command
});`},
	})
}

func TestScriptPrototypes(t *testing.T) {
	t.Parallel()
	hold(t, "TypeScript", []sample{
		{"keys", `
import _ from "lodash";
app.post("/x", (req, res) => {
  const key = String(req.query.key);
  const store = {};
  store[key][req.query.other] = req.body.value; // ? prototype
  store[key].name = req.body.value; // ? prototype
  const inner = store[key];
  inner.name = req.body.value; // ? prototype
  store[key] = req.body.value;
  store.a[key] = 1;
  _.set(store, req.body.path, 1); // ? prototype
  _.merge({}, req.body); // ? prototype
  _.defaultsDeep({}, JSON.parse(req.body.text)); // ? prototype
  _.merge({}, { a: 1 });
  store[Number(req.query.n)].name = 1;
});`},
		{"keys that are checked", `
app.post("/x", (req, res) => {
  const key = req.query.key;
  const safe = Object.create(null);
  safe[key].name = 1;
  const map = new Map();
  map.get(key).name = 1;
  const list = [];
  list[key].name = 1;
  if (key !== "__proto__") store[key].name = 1;
  if (["__proto__", "constructor", "prototype"].includes(key)) return;
  store[key].name = 1;
});
app.post("/y", (req, res) => {
  const key = req.query.key;
  if (!Object.prototype.hasOwnProperty.call(store, key)) return;
  store[key].name = 1;
});
app.post("/z", (req, res) => {
  if (!store.hasOwnProperty(req.query.key)) return;
  store[req.query.key].name = 1;
});`},
	})
}
