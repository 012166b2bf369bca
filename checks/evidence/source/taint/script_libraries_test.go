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
