package taint_test

import "testing"

// What each library of a kind is called with: the rows of the tables, class by class.
func TestScriptCommandsOfLibraries(t *testing.T) {
	t.Parallel()
	hold(t, "TypeScript", []sample{
		{"child_process in all spellings", `
import * as cp from "node:child_process";
import { execSync as sh, spawnSync } from "child_process";
import { promisify } from "util";
const { exec: execute } = require("child_process");
const execAsync = promisify(cp.exec);
const pexec = require("util").promisify(require("child_process").exec);
export async function run(req, res) {
  const x = req.query.x;
  cp.exec("ls " + x); // ! command
  sh(` + "`ls ${x}`" + `); // ! command
  execute("ls " + x, { cwd: "/" }, () => {}); // ! command
  await execAsync("ls " + x); // ! command
  await pexec("ls " + x); // ! command
  require("child_process").exec("ls " + x); // ! command
  spawnSync("bash", ["-c", "ls " + x]); // ! command
  spawnSync("ls " + x, { shell: true }); // ! command
  cp.spawn(x); // ! command
  cp.fork(x); // ! command
  cp.execFile("ls", [x]);
  spawnSync("ls", ["-l", x], { cwd: "/" });
}`},
		{"runners of packages", `
import execa, { execaCommand } from "execa";
import { $ } from "zx";
import { $ as run, execaSync } from "execa";
import shell from "shelljs";
import spawn from "cross-spawn";
import crossSpawn from "cross-spawn";
import { Client, NodeSSH } from "node-ssh";
import sshExec from "ssh-exec";
import * as pty from "node-pty";
export async function go(req, res) {
  const x = req.body.x;
  await execaCommand("ls " + x); // ! command
  await execa(x, ["-l"]); // ! command
  await execa("ls", [x]);
  await execa("ls " + x, { shell: true }); // ! command
  execaSync("sh", ["-c", x]); // ! command
  shell.exec("ls " + x); // ! command
  spawn(x, []); // ! command
  spawn.sync(x, []); // ! command
  crossSpawn.sync("ls", [x]);
  sshExec("ls " + x, "host"); // ! command
  pty.spawn(x, []); // ! command
  const ssh = new NodeSSH();
  await ssh.execCommand("ls " + x); // ! command
  await $` + "`ls ${x}`" + `;
  await run` + "`ls ${x}`" + `;
}`},
		{"a connection of ssh2", `
const { Client } = require("ssh2");
app.post("/run", (req, res) => {
  const conn = new Client();
  conn.on("ready", () => {
    conn.exec("uptime " + req.body.x, (err, stream) => {}); // ! command
  });
});`},
		{"commands that are checked", `
const { exec } = require("child_process");
const HOSTS = new Set(["a", "b"]);
const COMMANDS = { list: "ls", here: "pwd" };
app.get("/x", (req, res) => {
  const x = req.query.x;
  if (HOSTS.has(x)) exec("ping " + x);
  const command = COMMANDS[x];
  if (command) exec(command);
  exec("ping -c " + parseInt(req.query.n, 10));
  exec("ping -c " + Number(req.query.n) + " " + (x === "a" ? "a" : "b"));
  if (!/^[\w.-]+$/.test(x)) throw new Error("no");
  exec("ping " + x);
});`},
	})
}

func TestScriptCodeOfLibraries(t *testing.T) {
	t.Parallel()
	hold(t, "TypeScript", []sample{
		{"everything that runs a text", `
import vm, { Script } from "vm";
import { VM } from "vm2";
const { runInNewContext } = require("vm");
export function run(req, res) {
  const x = req.body.x;
  eval(x); // ! code
  global.eval(x); // ! code
  new Function("a", "return " + x); // ! code
  Function(x)(); // ! code
  vm.runInThisContext(x); // ! code
  new vm.Script(x); // ! code
  new Script("f(" + x + ")"); // ! code
  runInNewContext(x, {}); // ! code
  new VM().run(x); // ! code
  setTimeout("f(" + x + ")", 10); // ! code
  setTimeout(() => show(x), 10);
  const AsyncFunction = Object.getPrototypeOf(async function () {}).constructor;
  require("vm").runInContext(x, {}); // ! code
}`},
		{"expressions of libraries", `
import { evaluate, parse, create, all } from "mathjs";
import safeEval from "safe-eval";
import staticEval from "static-eval";
import serialize from "node-serialize";
const notevil = require("notevil");
export function run(req, res) {
  safeEval(req.query.x); // ! code
  notevil(req.query.x); // ! code
  require("safe-eval")(req.query.x); // ! code
}`},
		{"templates of engines", `
import ejs from "ejs";
import pug from "pug";
import Handlebars from "handlebars";
import nunjucks from "nunjucks";
import _ from "lodash";
import Mustache from "mustache";
import doT from "dot";
import Hogan from "hogan.js";
import { Eta } from "eta";
import template from "lodash.template";
import { Liquid } from "liquidjs";
import Twig from "twig";
import Sqrl from "squirrelly";
import jsrender from "jsrender";
const eta = new Eta();
const env = new nunjucks.Environment();
const engine = new Liquid();
export async function run(req, res) {
  const x = req.body.template;
  ejs.render(x, {}); // ! template
  ejs.compile(x)({}); // ! template
  pug.compile(x); // ! template
  pug.render("p " + x); // ! template
  Handlebars.compile(x)({}); // ! template
  nunjucks.renderString(x, {}); // ! template
  env.renderString(x, {}); // ! template
  _.template(x)({}); // ! template
  template(x)({}); // ! template
  doT.template(x)({}); // ! template
  Hogan.compile(x).render({}); // ! template
  eta.renderString(x, {}); // ! template
  Sqrl.render(x, {}); // ! template
  Twig.twig({ data: x }).render(); // ! template
  ejs.render("<p><%= x %></p>", { x });
  nunjucks.renderString("{{ x }}", { x });
}`},
	})
}

func TestScriptQueriesOfLibraries(t *testing.T) {
	t.Parallel()
	hold(t, "TypeScript", []sample{
		{"clients of MySQL", `
import mysql from "mysql2/promise";
const old = require("mysql");
const pool = mysql.createPool({});
const conn = old.createConnection({});
export async function find(req, res) {
  const text = "SELECT * FROM t WHERE a = '" + req.query.a + "'";
  await pool.query(text); // ! sql
  await pool.execute(text); // ! sql
  const own = await pool.getConnection();
  await own.query(text); // ! sql
  conn.query({ sql: text }, () => {}); // ! sql
  old.createPool().getConnection((err, inner) => {
    inner.query(text, () => {}); // ! sql
  });
  await pool.promise().query(text); // ! sql
  await pool.query("SELECT * FROM t WHERE a = ?", [req.query.a]);
  await pool.query("SELECT * FROM t WHERE a = " + pool.escape(req.query.a));
  await pool.query(old.format("SELECT * FROM t WHERE a = ?", [req.query.a]));
}`},
		{"clients of PostgreSQL", `
import pg from "pg";
import pgPromise from "pg-promise";
import postgres from "postgres";
const client = new pg.Client();
const db = pgPromise()("postgres://");
const sql = postgres();
export async function find(req, res) {
  const text = "SELECT * FROM t WHERE a = '" + req.query.a + "'";
  await client.query({ text }); // ! sql
  await client.query(text, [], () => {}); // ! sql
  await db.any(text); // ! sql
  await db.multi(text); // ! sql
  await db.map(text, [], row => row); // ! sql
  await db.one({ text: text }); // ! sql
  await db.task(t => t.many(text)); // ! sql
  await db.tx(async (other) => { await other.none(text); }); // ! sql
  await sql.unsafe(text); // ! sql
  await sql` + "`SELECT * FROM t WHERE a = ${req.query.a}`" + `;
  await db.any("SELECT * FROM t WHERE a = $1", [req.query.a]);
  (await pool2.connect()).query(text); // ! sql
}
const pool2 = new pg.Pool();
export async function other(req, res) {
  const own = await pool2.connect();
  await own.query("DELETE FROM t WHERE a = " + req.body.a); // ! sql
}`},
		{"others", `
import sqlite3 from "sqlite3";
import Database from "better-sqlite3";
import sqlServer from "mssql";
import { Sequelize, QueryTypes } from "sequelize";
import knexLibrary from "knex";
import oracledb from "oracledb";
import snowflake from "snowflake-sdk";
import { Spanner } from "@google-cloud/spanner";
import { BigQuery } from "@google-cloud/bigquery";
import { sql } from "drizzle-orm";
import { PrismaClient } from "@prisma/client";
import { createClient } from "@libsql/client";
import { Client } from "cassandra-driver";
const lite = new sqlite3.Database(":memory:");
const better = new Database("a.db");
const sequelize = new Sequelize("");
const knex = knexLibrary({});
const prisma = new PrismaClient();
const spanner = new Spanner().instance("i").database("d");
const bigquery = new BigQuery();
const libsql = createClient({});
const cassandra = new Client({});
export async function find(req, res) {
  const a = req.query.a;
  const text = "SELECT * FROM t WHERE a = '" + a + "'";
  lite.all(text, () => {}); // ! sql
  lite.serialize(() => { lite.run(text); }); // ! sql
  better.prepare(text).all(); // ! sql
  better.exec(text); // ! sql
  await sqlServer.query(text); // ! sql
  await new sqlServer.Request().query(text); // ! sql
  const pool = await sqlServer.connect("");
  await pool.request().query(text); // ! sql
  await sequelize.query(text, { type: QueryTypes.SELECT }); // ! sql
  await sequelize.query("SELECT * FROM t WHERE a = :a", { replacements: { a } });
  await knex.raw(text); // ! sql
  await knex("t").whereRaw("a = '" + a + "'"); // ! sql
  await knex("t").where({ a });
  await knex.raw("SELECT * FROM t WHERE a = ?", [a]);
  const connection = await oracledb.getConnection();
  await connection.execute(text); // ! sql
  snowflake.createConnection({}).execute({ sqlText: text }); // ! sql
  await spanner.run(text); // ! sql
  await spanner.run({ sql: text }); // ! sql
  await bigquery.query(text); // ! sql
  await bigquery.query({ query: text }); // ! sql
  sql.raw(text); // ! sql
  await prisma.$queryRawUnsafe(text); // ! sql
  await prisma.$queryRaw` + "`SELECT * FROM t WHERE a = ${a}`" + `;
  await libsql.execute(text); // ! sql
  await cassandra.execute(text); // ! sql
}`},
		{"TypeORM", `
import { getRepository, getConnection, DataSource, Repository, InjectRepository } from "typeorm";
class Orders {
  constructor(@InjectRepository(Order) private readonly orders: Repository<Order>, private source: DataSource) {}
  async find(req) {
    const a = req.query.a;
    await this.orders.query("SELECT * FROM t WHERE a = '" + a + "'"); // ! sql
    await this.source.query("SELECT * FROM t WHERE a = '" + a + "'"); // ! sql
    await this.orders.createQueryBuilder("o").where("o.a = '" + a + "'").getMany(); // ! sql
    await this.orders.createQueryBuilder("o").where("o.a = :a", { a }).getMany();
    await getConnection().query("DELETE FROM t WHERE a = " + a); // ! sql
  }
}`},
	})
}

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
app.post("/x", (req, res) => {
  cp.exec("ls", { cwd: req.body.folder }); // ! path
  cp.spawn("ls", [], { cwd: req.body.folder }); // ! path
  ejs.renderFile(req.body.view, {}); // ! path
  require(req.body.module); // ! path
  req.files.foo.mv("./uploads/" + req.body.name); // ! path
  req.files.foo.mv("./uploads/" + req.files.foo.name);
  res.download("./files/" + req.query.f); // ! path
  res.sendFile(__dirname + "/" + req.query.f); // ! path
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

func TestScriptRequestsOfLibraries(t *testing.T) {
	t.Parallel()
	hold(t, "TypeScript", []sample{
		{"clients", `
import axios from "axios";
import got from "got";
import fetch from "node-fetch";
import { request, fetch as undiciFetch, Client, stream } from "undici";
import superagent from "superagent";
import needle from "needle";
import http from "http";
import https, { get as secureGet } from "https";
import http2 from "http2";
import ky from "ky";
import wretch from "wretch";
import phin from "phin";
import centra from "centra";
import simpleGet from "simple-get";
import WebSocket from "ws";
import { ofetch } from "ofetch";
const api = axios.create({ timeout: 1000 });
export async function go(req, res) {
  const u = req.query.u;
  await axios.get(u); // ! ssrf
  await axios({ method: "get", url: u }); // ! ssrf
  await axios(u, {}); // ! ssrf
  await axios.request({ url: u }); // ! ssrf
  await axios.post("http://" + u + "/x", {}); // ! ssrf
  await api.get(u); // ! ssrf
  axios.create({ baseURL: u }); // ! ssrf
  await got(u); // ! ssrf
  await got.get(u).json(); // ! ssrf
  got.stream(u); // ! ssrf
  await fetch(u); // ! ssrf
  await fetch(new URL(u)); // ! ssrf
  await fetch(new Request(u)); // ! ssrf
  await request(u); // ! ssrf
  await undiciFetch(u); // ! ssrf
  await stream(u, {}); // ! ssrf
  new Client(u); // ! ssrf
  await superagent.get(u); // ! ssrf
  superagent("GET", u); // ! ssrf
  await needle("get", u); // ! ssrf
  needle.get(u); // ! ssrf
  http.get(u); // ! ssrf
  http.request({ host: u }); // ! ssrf
  https.request(new URL(u)); // ! ssrf
  secureGet(u); // ! ssrf
  http2.connect(u); // ! ssrf
  await ky(u); // ! ssrf
  wretch(u).get(); // ! ssrf
  await phin({ url: u }); // ! ssrf
  centra(u).send(); // ! ssrf
  simpleGet.concat({ url: u }); // ! ssrf
  new WebSocket(u); // ! ssrf
  await ofetch(u); // ! ssrf
  await axios.get("https://api.example.com/" + encodeURIComponent(u));
  await axios.get("https://api.example.com/items?x=" + u);
  await axios.get("https://api.example.com", { params: { u } });
}`},
		{"browsers of a server", `
import puppeteer from "puppeteer";
import { chromium } from "playwright";
import { JSDOM } from "jsdom";
export async function shoot(req, res) {
  const browser = await puppeteer.launch();
  const page = await browser.newPage();
  await page.goto(req.query.u); // ! ssrf
  const other = await (await chromium.launch()).newPage();
  await other.goto(req.query.u); // ! ssrf
  await page.setContent(req.body.html); // ! ssrf
  await JSDOM.fromURL(req.query.u); // ! ssrf
}`},
		{"addresses that are checked", `
import axios from "axios";
const HOSTS = ["a.example.com", "b.example.com"];
const URLS = { a: "https://a.example.com" };
export async function go(req, res) {
  const url = new URL(req.query.u);
  if (!HOSTS.includes(url.hostname)) return res.status(400).end();
  await axios.get(url.href);
}
export async function two(req, res) {
  const url = URLS[req.query.u];
  if (url) await axios.get(url);
}
export async function three(req, res) {
  const u = req.query.u;
  if (u.startsWith("https://api.example.com/")) await axios.get(u);
  if (u !== "https://b.example.com") return;
  await axios.get(u);
}
export async function four(req, res) {
  if (new URL(req.query.u).host !== "example.com") throw new Error("no");
  await axios.get(req.query.u);
}
export async function five(req, res) {
  const u = req.query.u;
  switch (u) {
    case "https://a": case "https://b": await axios.get(u);
  }
  if (/^https:\/\/example\.com\/[a-z]+$/.test(u)) await axios.get(u);
  const { hostname } = new URL(u);
  if (hostname === "example.com") await axios.get(u);
}`},
	})
}

func TestScriptRedirectsOfFrameworks(t *testing.T) {
	t.Parallel()
	hold(t, "TypeScript", []sample{
		{"servers", `
import { redirect } from "next/navigation";
import { NextResponse } from "next/server";
export function go(req, res) {
  const u = req.query.u;
  res.redirect(u); // ! redirect
  res.redirect(302, u); // ! redirect
  res.location(u); // ! redirect
  res.setHeader("Location", u); // ! redirect
  res.writeHead(302, { Location: u }); // ! redirect
  res.writeHead(302, { "location": u }); // ! redirect
  res.set("Location", u); // ! redirect
  res.header("Location", u); // ! redirect
  res.set({ Location: u }); // ! redirect
  res.status(301).redirect(u); // ! redirect
  NextResponse.redirect(u); // ! redirect
  Response.redirect(u); // ! redirect
  res.redirect("/home?next=" + u);
  res.redirect("/users/" + u);
  res.redirect("https://example.com/" + u);
  res.redirect(u === "a" ? "/a" : "/b");
  res.redirect(["/a", "/b"].includes(u) ? u : "/");
  redirect(u); // ! redirect
}`},
		{"koa and hapi", `
router.get("/x", (ctx) => {
  ctx.redirect(ctx.query.u); // ! redirect
  ctx.set("Location", ctx.query.u); // ! redirect
  ctx.response.redirect(ctx.query.u); // ! redirect
});
server.route({ method: "GET", path: "/", handler: (request, h) => h.redirect(request.query.u) }); // ! redirect
server.route({ method: "GET", path: "/b", handler: (request, h) => h.response().redirect(request.query.u) }); // ! redirect
`},
		{"pages", `
const next = new URLSearchParams(location.search).get("next");
location = next; // ? redirect
location.href = next; // ? redirect
window.location.assign(next); // ? redirect
window.location.replace(next); // ? redirect
document.location = next; // ? redirect
self.location = next; // ? redirect
window.open(next); // ? redirect
window.open("/a?b=" + next);
location.href = "/login?next=" + encodeURIComponent(next);
location.href = location.href;
location.hash = next;
window.location = document.location.hash.substring(1); // ? redirect
location.href = location.search.split("next=")[1]; // ? redirect
location.replace(window.location.href.split("#")[0]);
if (next.startsWith("/") && !next.startsWith("//")) location.href = next;
if (["/a", "/b"].indexOf(next) >= 0) location.href = next;
`},
		{"checked", `
app.get("/x", (req, res) => {
  const u = req.query.u;
  if (u && u.startsWith("/") && !u.startsWith("//") && !u.startsWith("/\\")) return res.redirect(u);
  if (/^\/[a-z]+$/.test(u)) return res.redirect(u);
  const target = new URL(u, "https://example.com");
  if (target.origin === "https://example.com") return res.redirect(target.toString());
  res.redirect(ALLOWED.get(u) || "/");
});`},
	})
}

func TestScriptPagesOfFrameworks(t *testing.T) {
	t.Parallel()
	hold(t, "TSX", []sample{
		{"servers", `
import http from "http";
import express from "express";
http.createServer((req, res) => {
  const q = url.parse(req.url, true).query;
  res.write("<p>" + q.name); // ! xss
  res.end(q.name); // ! xss
  res.end(JSON.stringify(q));
});
app.get("/a", (req, res) => {
  res.send("Hello " + req.query.name); // ! xss
  res.status(200).send(req.query.name); // ! xss
  res.send(` + "`<b>${req.params.x}</b>`" + `); // ! xss
  res.send([req.query.name].join("")); // ! xss
  res.send(String(req.query.n)); // ! xss
  res.send(req.body);
  res.send({ a: req.query.a });
  res.json(req.query);
  res.send(parseInt(req.query.n, 10) + "");
  res.send("Hello " + encodeURIComponent(req.query.name));
  res.send("Hello " + req.query.name.replace(/[<>&"']/g, ""));
  res.send("Hello " + req.query.name.replace(/</g, "&lt;").replace(/>/g, "&gt;"));
});
app.get("/b", (req, res) => {
  res.set("Content-Type", "text/plain");
  res.send("Hello " + req.query.name);
});
app.get("/c", (req, res) => {
  res.setHeader("Content-Type", "text/html");
  res.end("Hello " + req.query.name); // ! xss
});
app.get("/d", (req, res) => {
  res.writeHead(200, { "content-type": "application/json" });
  res.end(req.query.name);
});`},
		{"koa, hapi, fastify, the standard's answers", `
import { NextResponse } from "next/server";
router.get("/", (ctx) => {
  ctx.body = "<p>" + ctx.query.name + "</p>"; // ! xss
});
router.get("/a", (ctx) => {
  ctx.body = ctx.query.name; // ! xss
});
router.get("/b", (ctx) => {
  ctx.type = "text/plain";
  ctx.body = "<p>" + ctx.query.name;
});
router.get("/c", (ctx) => {
  ctx.body = { name: ctx.query.name };
});
router.get("/e", (ctx) => {
  ctx.response.body = "<p>" + ctx.params.name; // ! xss
});
fastify.get("/", (request, reply) => {
  reply.type("text/html").send("<p>" + request.query.name); // ! xss
});
export async function GET(request) {
  const name = new URL(request.url).searchParams.get("name");
  if (name === "a") return new Response("Hello " + name, { headers: { "Content-Type": "text/plain" } });
  if (request.body) return new Response(name, { headers: { "Content-Type": "text/html" } }); // ! xss
  return new NextResponse("<p>" + name, { headers: { "content-type": "text/html" } }); // ! xss
}
export async function POST(request) {
  const headers = new Headers();
  headers.set("Content-Type", "text/html");
  const form = await request.formData();
  return new Response(form.get("x"), { headers }); // ! xss
}`},
		{"the page itself", `
const hash = decodeURIComponent(location.hash.slice(1));
const query = new URLSearchParams(window.location.search);
const el = document.getElementById("x");
el.innerHTML = hash; // ! xss
el.innerHTML += "<b>" + query.get("a") + "</b>"; // ! xss
el.outerHTML = hash; // ! xss
el.insertAdjacentHTML("beforeend", hash); // ! xss
document.write(hash); // ! xss
document.writeln("<p>" + location.href); // ! xss
document.execCommand("insertHTML", false, hash); // ! xss
el.setHTMLUnsafe(hash); // ! xss
document.createRange().createContextualFragment(hash); // ! xss
new DOMParser().parseFromString(hash, "text/html"); // ? xss
el.srcdoc = hash; // ? xss
el.setAttribute("srcdoc", hash); // ? xss
el.setAttribute("onclick", hash); // ! code
$("#a").html(hash); // ! xss
$(hash); // ? xss
$("<p>" + hash + "</p>"); // ! xss
$("#a").append("<p>" + hash + "</p>"); // ! xss
$(el).prepend("<p>" + hash); // ! xss
jQuery("#a").after("<i>" + hash); // ! xss
$.parseHTML(hash); // ! xss
eval(hash); // ! code
el.textContent = hash;
el.innerText = hash;
$("#a").text(hash);
el.setAttribute("title", hash);
el.innerHTML = DOMPurify.sanitize(hash);
el.innerHTML = escapeHtml(hash);
el.innerHTML = parseInt(hash, 10);
el.innerHTML = encodeURIComponent(hash);
$("#" + hash).show();
document.createTextNode(hash);
el.innerHTML = "<p>" + hash.replace(/</g, "&lt;") + "</p>";
localStorage.setItem("name", hash);
el.innerHTML = localStorage.getItem("name"); // ! xss
el.innerHTML = localStorage.getItem("other");
`},
		{"React, Next and others", `
import { useRouter } from "next/router";
import { useSearchParams, useParams, useLocation } from "react-router-dom";
export function A() {
  const router = useRouter();
  const [params] = useSearchParams();
  const { id } = useParams();
  const place = useLocation();
  const go = () => router.push(router.query.next); // ? xss
  const a = <div dangerouslySetInnerHTML={{ __html: params.get("x") }} />; // ! xss
  const b = <div dangerouslySetInnerHTML={{ __html: id }} />; // ! xss
  const c = <div dangerouslySetInnerHTML={{ __html: place.hash }} />; // ! xss
  const d = <div dangerouslySetInnerHTML={{ __html: router.query.text }} />; // ! xss
  const e = <a href={params.get("x")}>x</a>; // ? xss
  const f = <a href={"/a?x=" + params.get("x")}>x</a>;
  const g = <img src={"/i/" + id} />;
  return <p>{params.get("x")}</p>;
}
export function B(props) {
  return <div dangerouslySetInnerHTML={{ __html: props.match.params.id }} />; // ! xss
}
export function C({ location }) {
  return <div dangerouslySetInnerHTML={{ __html: DOMPurify.sanitize(location.search) }} />;
}`},
		{"messages and Vue", `
window.addEventListener("message", (event) => {
  document.body.innerHTML = event.data.html; // ? xss
});
window.addEventListener("message", (event) => {
  if (event.origin !== "https://example.com") return;
  document.body.innerHTML = event.data.html;
});
export default {
  mounted() {
    this.$refs.x.innerHTML = this.$route.query.x; // ! xss
    this.$el.innerHTML = this.$route.params.x; // ! xss
  },
};`},
	})
}
