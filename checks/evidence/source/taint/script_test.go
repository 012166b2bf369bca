package taint_test

import "testing"

func TestScript(t *testing.T) {
	t.Parallel()
	hold(t, "TSX", []sample{
		{"express: a query put together", `
import express from "express";
import { Pool } from "pg";
const app = express();
const pool = new Pool();
app.get("/orders", async (req, res) => {
  const id = req.query.id;
  const found = await pool.query("SELECT * FROM orders WHERE id = '" + id + "'"); // ! sql
  const same = await pool.query(` + "`SELECT * FROM orders WHERE id = ${id}`" + `); // ! sql
  const fine = await pool.query("SELECT * FROM orders WHERE id = $1", [id]);
  res.json(found);
});`},
		{"a handler that is declared elsewhere in the file", `
const db = require("./db");
module.exports.find = async function (req, res) {
  const { name, page = 1 } = req.body;
  let sql = "SELECT * FROM users";
  if (name) sql += " WHERE name = '" + name.trim() + "'";
  sql += " LIMIT " + parseInt(page, 10);
  const rows = await db.query(sql); // ! sql
  res.json(rows);
};`},
		{"numbers and lists of what is allowed", `
const { pool } = require("./db");
const COLUMNS = ["name", "price"];
const ORDER = { up: "ASC", down: "DESC" };
exports.list = async (req, res) => {
  const id = Number(req.params.id);
  await pool.query("SELECT * FROM t WHERE id = " + id);
  const sort = req.query.sort;
  if (!COLUMNS.includes(sort)) return res.status(400).end();
  await pool.query("SELECT * FROM t ORDER BY " + sort + " " + ORDER[req.query.order]);
};
exports.other = async (req, res) => {
  const sort = COLUMNS.includes(req.query.sort) ? req.query.sort : "name";
  await pool.query("SELECT * FROM t ORDER BY " + sort);
  const way = req.query.order === "up" ? "ASC" : "DESC";
  await pool.query("SELECT * FROM t ORDER BY name " + way);
  switch (req.query.by) {
    case "a": case "b":
      await pool.query("SELECT * FROM t ORDER BY " + req.query.by);
      break;
    default:
      await pool.query("SELECT * FROM t ORDER BY " + req.query.by); // ! sql
  }
};`},
		{"commands", `
import { exec, execFile, spawn } from "child_process";
import util from "util";
const run = util.promisify(exec);
export async function ping(req, res) {
  exec("ping -c 1 " + req.query.host, () => {}); // ! command
  await run(` + "`nslookup ${req.query.host}`" + `); // ! command
  execFile("ping", ["-c", "1", req.query.host]);
  spawn("sh", ["-c", "ping " + req.query.host]); // ! command
  spawn(req.query.program, []); // ! command
  spawn("ping", [req.query.host], { shell: true }); // ! command
  if (!/^[a-z0-9.-]+$/.test(req.query.host)) { res.sendStatus(400); return; }
  exec("ping -c 1 " + req.query.host, () => {});
}`},
		{"a regular expression is no command", `
export function parse(req, res) {
  const match = /a(b)/.exec(req.query.text);
  res.json(match);
}`},
		{"files", `
const fs = require("fs");
const path = require("path");
const root = path.resolve("uploads");
app.get("/file/:name", (req, res) => {
  res.sendFile(path.join(__dirname, "files", req.params.name)); // ! path
  fs.readFile("./files/" + req.params.name, (err, data) => res.end(data)); // ! path
  res.sendFile(req.params.name, { root: "/srv/files" });
  fs.readFileSync(path.join(root, path.basename(req.params.name)));
  const full = path.resolve(root, req.params.name);
  if (!full.startsWith(root + path.sep)) return res.status(403).end();
  fs.createReadStream(full).pipe(res);
});`},
		{"pages", `
import escapeHtml from "escape-html";
app.get("/hello", (req, res) => {
  res.send("<h1>Hello " + req.query.name + "</h1>"); // ! xss
  res.send("<h1>Hello " + escapeHtml(req.query.name) + "</h1>");
  res.json({ name: req.query.name });
  res.send({ name: req.query.name });
  res.status(404).send("<p>" + encodeURIComponent(req.query.name) + "</p>");
});
app.get("/text", (req, res) => {
  res.type("text/plain").send("Hello " + req.query.name);
});`},
		{"a helper of the same file", `
const db = require("./db");
function find(name) {
  return db.query("SELECT * FROM users WHERE name = '" + name + "'"); // ! sql
}
function count(id) {
  return db.query("SELECT * FROM users WHERE id = " + Number(id));
}
app.get("/users", (req, res) => {
  find(req.query.name);
  count(req.query.id);
});`},
		{"a helper that returns untrusted data", `
const db = require("./db");
const nameOf = (req) => req.query.name;
const quoted = (text) => "'" + text + "'";
app.get("/users", async (req, res) => {
  const name = nameOf(req);
  await db.query("SELECT * FROM users WHERE name = " + quoted(name)); // ! sql
});`},
		{"methods of a class", `
class Orders {
  constructor(private readonly db: Database) {}
  async handle(req, res) { res.json(await this.find(req.query.id)); }
  async find(id: string) {
    return this.db.query("SELECT * FROM orders WHERE id = " + id); // ! sql
  }
}`},
		{"requests to other hosts", `
import axios from "axios";
app.get("/proxy", async (req, res) => {
  await axios.get(req.query.url); // ! ssrf
  await fetch("https://" + req.query.host + "/health"); // ! ssrf
  await fetch("https://api.example.com/users/" + req.query.id);
  await fetch(` + "`${process.env.API}/users/${req.query.id}`" + `);
  const url = new URL(req.query.url);
  if (!["a.example.com"].includes(url.hostname)) return res.sendStatus(400);
  await axios.get(req.query.url);
});`},
		{"redirects", `
app.get("/go", (req, res) => {
  res.redirect(req.query.next); // ! redirect
  res.redirect("/orders/" + req.query.id);
  res.redirect(302, req.query.next); // ! redirect
  if (req.query.next.startsWith("/") && !req.query.next.startsWith("//")) res.redirect(req.query.next);
  if (req.query.next.startsWith("/")) res.redirect(req.query.next); // ? redirect
});`},
		{"code", `
import vm from "vm";
app.post("/eval", (req, res) => {
  eval(req.body.code); // ! code
  new Function("a", "return " + req.body.code); // ! code
  vm.runInNewContext(req.body.code); // ! code
  setTimeout(() => done(req.body.code), 10);
});`},
		{"React", `
import { useSearchParams } from "next/navigation";
export function Page() {
  const params = useSearchParams();
  return <div dangerouslySetInnerHTML={{ __html: params.get("html") }} />; // ! xss
}`},
		{"Nest", `
import { Controller, Get, Query, Param, ParseIntPipe } from "@nestjs/common";
@Controller("orders")
export class OrdersController {
  constructor(private readonly dataSource: DataSource) {}
  @Get()
  find(@Query("name") name: string, @Param("id", ParseIntPipe) id: number) {
    this.dataSource.query("SELECT * FROM orders WHERE id = " + id);
    return this.dataSource.query("SELECT * FROM orders WHERE name = '" + name + "'"); // ! sql
  }
}`},
		{"Next's route handlers", `
import { prisma } from "@/lib/prisma";
export async function GET(request: NextRequest, { params }: { params: { id: string } }) {
  const name = request.nextUrl.searchParams.get("name");
  await prisma.$queryRaw` + "`SELECT * FROM users WHERE name = ${name}`" + `;
  await prisma.$queryRawUnsafe("SELECT * FROM users WHERE id = " + params.id); // ! sql
  return Response.json(await prisma.$queryRawUnsafe(` + "`SELECT * FROM users WHERE name = '${name}'`" + `)); // ! sql
}
export async function POST(request: Request) {
  const { name } = await request.json();
  await prisma.$executeRawUnsafe("DELETE FROM users WHERE name = '" + name + "'"); // ! sql
}`},
		{"Koa and Hono", `
router.get("/users", async (ctx) => {
  await db.query("SELECT * FROM users WHERE name = '" + ctx.query.name + "'"); // ! sql
  await db.query("SELECT * FROM users WHERE name = '" + ctx.request.body.name + "'"); // ! sql
  ctx.body = "<p>" + ctx.query.name + "</p>"; // ! xss
});
app.get("/page", (c) => c.html("<p>" + c.req.query("name") + "</p>")); // ! xss
`},
		{"schemas", `
import { z } from "zod";
const Body = z.object({ id: z.number(), kind: z.enum(["a", "b"]), name: z.string() });
app.post("/users", async (req, res) => {
  const { id, kind, name } = Body.parse(req.body);
  await db.query("SELECT * FROM users WHERE id = " + id + " AND kind = '" + kind + "'");
  await db.query("SELECT * FROM users WHERE name = '" + name + "'"); // ! sql
});`},
		{"collections and callbacks", `
app.post("/users", async (req, res) => {
  const names = req.body.names.map((name) => "'" + name + "'");
  await db.query("SELECT * FROM users WHERE name IN (" + names.join(",") + ")"); // ! sql
  const ids = req.body.ids.map((id) => parseInt(id, 10));
  await db.query("SELECT * FROM users WHERE id IN (" + ids.join(",") + ")");
  const parts = [];
  for (const key of req.body.keys) parts.push(key + " = 1");
  await db.query("SELECT * FROM users WHERE " + parts.join(" AND ")); // ! sql
  const marks = req.body.ids.map(() => "?").join(",");
  await db.query("SELECT * FROM users WHERE id IN (" + marks + ")", req.body.ids);
  req.body.names.forEach((name) => { db.query("SELECT '" + name + "' FROM users"); }); // ! sql
});`},
		{"objects by their fields", `
app.post("/users", async (req, res) => {
  const order = { name: req.body.name, table: "users" };
  await db.query("SELECT * FROM " + order.table + " WHERE id = 1");
  await db.query("SELECT * FROM users WHERE name = '" + order.name + "'"); // ! sql
  order.name = "fixed";
  await db.query("SELECT * FROM users WHERE name = '" + order.name + "'");
});`},
		{"NoSQL", `
app.post("/login", async (req, res) => {
  await User.findOne({ name: req.body.name, password: req.body.password }); // ? nosql
  await User.findOne({ name: String(req.body.name) });
  await User.find({ $where: "this.name == '" + req.body.name + "'" }); // ! nosql
});`},
		{"in the browser", `
document.getElementById("a").innerHTML = location.hash.slice(1); // ! xss
document.write(decodeURIComponent(window.location.search)); // ! xss
document.getElementById("a").textContent = location.hash;
element.innerHTML = DOMPurify.sanitize(location.hash);
`},
		{"what a check proves of a path and of an address", `
const path = require("path");
const fs = require("fs");
app.get("/a", (req, res) => {
  const file = path.normalize(req.query.file);
  if (file.startsWith("../")) fs.readFileSync(file); // ! path
  else fs.readFileSync(file); // ! path
  if (!file.startsWith("../") && !path.isAbsolute(file)) fs.readFileSync(file);
  if (!file.startsWith("..")) fs.readFileSync("./" + file);
  if (file[0] !== "/" && file[0] !== ".") fs.readFileSync(file);
});
app.get("/b", (req, res) => {
  const file = path.join(root, path.normalize("/" + req.query.file));
  fs.readFileSync(file);
  fs.readFileSync("a".concat(req.query.file)); // ! path
});
app.get("/c", (req, res) => {
  const inside = path.relative(root, req.query.file);
  if (inside.startsWith(".." + path.sep)) return;
  fs.readFileSync(req.query.file);
});
app.get("/d", (req, res) => {
  const to = req.query.to;
  if (isLocalUrl(to)) return res.redirect(to);
  if (TARGETS[to] != undefined) return res.redirect(to);
  if (to[0] === "/" && to[1] !== "/") return res.redirect(to);
  res.redirect(["/x?to=", to].join(""));
  res.redirect(to); // ! redirect
});
app.get("/e", (req, res) => {
  const name = req.query.name;
  if (/[<>'"&]/.test(name)) res.send("<b>" + name + "</b>"); // ! xss
  else res.send("<b>" + name + "</b>");
});`},
		{"answers of fields and of objects", `
app.get("/a/:id", (req, res) => {
  res.send(req.params.id); // ! xss
  res.send(req.query.name); // ! xss
  res.send(req.query);
  res.send({ id: req.params.id });
});
app.get("/b/:id", (req, res) => {
  res.set("Content-Type", kind());
  res.send(req.params.id);
});`},
		{"uploads", `
app.post("/a", (req, res) => {
  exec("touch " + req.file.originalname); // ! command
  fs.writeFileSync("/data/" + req.file.originalname, "");
  libxmljs.parseXml(req.files.products.data.toString(), { noent: true }); // ! xxe
  const form = new formidable.IncomingForm();
  form.parse(req, (err, fields, files) => {
    exec("touch " + fields.name); // ! command
  });
});
const { exec } = require("child_process");`},
		{"sockets and messages of other windows", `
io.on("connection", (socket) => {
  socket.on("find", (name) => db.query("SELECT * FROM t WHERE a = '" + name + "'")); // ! sql
  socket.on("disconnect", (reason) => db.query("SELECT * FROM t WHERE a = '" + reason + "'"));
});
emitter.on("find", (name) => db.query("SELECT * FROM t WHERE a = '" + name + "'"));
window.addEventListener("message", (event) => { document.body.innerHTML = event.data; }); // ? xss`},
		{"GraphQL's resolvers and procedures with an input", `
const resolvers = {
  Query: {
    user: (parent, args, ctx) => ctx.db.query("SELECT * FROM t WHERE a = '" + args.name + "'"), // ! sql
    other: (_, { name }, { db }) => db.query("SELECT * FROM t WHERE a = '" + name + "'"), // ! sql
  },
};
const sum = (a, args) => db.query("SELECT * FROM t WHERE a = '" + args.name + "'");
export const routes = router({
  find: procedure.input(z.object({ name: z.string(), page: z.number() })).query(async ({ input, ctx }) => {
    await ctx.db.query("SELECT * FROM t LIMIT " + input.page);
    await ctx.db.query("SELECT * FROM t WHERE a = '" + input.name + "'"); // ! sql
  }),
});`},
		{"lists of documents", `
app.get("/a", async (req, res) => {
  const users = db.collection("users");
  await users.find({ name: req.body.name }); // ? nosql
  await users.find({ name: String(req.body.name) });
  await db.collection("users").find({}).count({ name: JSON.parse(req.params.name) }); // ? nosql
  list.find({ name: req.body.name });
  await User.findOne({ name: req.body.name }); // ? nosql
  await User.findOne({ where: { name: req.body.name } });
});`},
		{"options of programs that run others", `
const { execFile } = require("child_process");
app.get("/a", (req, res) => {
  execFile("git", ["clone", req.params.url]); // ? command
  execFile("git", ["clone", "--", req.params.url]);
  execFile("ls", [req.params.url]);
});`},
		{"what was taken out of a path", `
const fs = require("fs");
app.get("/a", (req, res) => {
  fs.readFileSync("/data/" + req.query.f.replace(/\.\./g, ""));
  fs.readFileSync("/data/" + req.query.f.replace(/[\/\\<>"]/g, ""));
  fs.readFileSync("/data/" + req.query.f.replace("../", "")); // ? path
  fs.readFileSync("/data/" + req.query.f.replace(/x/g, "")); // ! path
});`},
		{"what an expression finds in an address", `
const found = /[?&]next=([^&#]*)/.exec(location.search);
window.location = found[1]; // ? redirect
window.location.href = location.search.match(/next=(.*)/)[1]; // ? redirect
window.location.href = location.search.match(/id=(\d+)/)[1];`},
		{"copies that go deep", `
import merge from "deepmerge";
import { merge as local } from "./util";
app.post("/a", (req, res) => {
  merge({}, req.body); // ? prototype
  const settings = copy({}, req.body);
});`},
		{"a look at who asks is none at what is asked", `
app.post("/a", async (req, res) => {
  verifyToken(req);
  await db.query("SELECT * FROM t WHERE a = '" + req.body.a + "'"); // ! sql
});
app.post("/b", async (req, res) => {
  validateBody(req);
  await db.query("SELECT * FROM t WHERE a = '" + req.body.a + "'"); // ? sql
});`},
		{"the address of the page itself", `
const url = new URL(window.location.href);
url.searchParams.set("page", "2");
window.location.href = url.toString();
window.location.href = window.location.href;
window.location.href = window.location.href.split("next=")[1]; // ? redirect
window.location.href = location.hash.slice(1); // ? redirect`},
		{"parameters of an address of this site", `
export async function GET(request: NextRequest) {
  const next = request.nextUrl.searchParams.get("next");
  const url = new URL("/sign-in", request.url);
  url.searchParams.set("next", next);
  url.hash = next;
  if (a) return NextResponse.redirect(url);
  return NextResponse.redirect(new URL(next, request.url)); // ! redirect
}`},
		{"headers and cookies, which no page of another site sets", `
const { exec } = require("child_process");
app.use((req, res, next) => {
  res.redirect("https://" + req.headers.host + req.url);
  res.send("<p>" + req.cookies.name + req.get("X-Name") + "</p>");
  exec("ping " + req.cookies.host); // ! command
});`},
		{"checks of what may be missing", `
app.get("/a", (req, res) => {
  const next = req.query.next;
  if (next && !isLocalUrl(next)) return res.status(400).end();
  res.redirect(next);
});
app.get("/b", (req, res) => {
  const url = new URL(req.query.url);
  if (hosts != null && !hosts.has(url.hostname)) return res.status(400).end();
  fetch(req.query.url); // ? ssrf
  fetch(url); // ? ssrf
});
app.get("/c", (req, res) => {
  const next = req.query.next;
  if (!next) return res.redirect("/");
  res.redirect(next); // ! redirect
});`},
	})
}
