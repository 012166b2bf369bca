package taint_test

import "testing"

// TestScriptLibraryCalls are requests of frameworks and calls of libraries.
func TestScriptLibraryCalls(t *testing.T) {
	t.Parallel()
	hold(t, "JavaScript", []sample{
		{"every file that was uploaded has a name that somebody chose", `
const { exec } = require("child_process");
app.post("/photos", upload.array("photos"), (req, res) => {
  req.files.forEach(file => exec("touch " + file.originalname)); // ! command
  for (const file of req.files) exec("touch " + file.originalname); // ! command
  exec("touch " + req.files[0].originalname); // ! command
});
const form2 = new multiparty.Form();
form2.on("part", part => exec("touch " + part.filename)); // ! command`},
		{"what Koa, Hapi and restify have of a request", `
const { exec } = require("child_process");
module.exports = async (ctx) => {
  exec("ls " + ctx.cookies.get("a")); // ! command
  exec("ls " + ctx.request.header.a); // ! command
};
function restify(req, res) {
  exec("ls " + req.getQuery()); // ! command
  exec("ls " + req.rawPayload); // ! command
}`},
		{"a router of Vue hands its route to guards", `
import Router from "vue-router";
const router = new Router({});
router.beforeEach((to, from, next) => {
  document.body.innerHTML = to.query.text; // ! xss
});
router.beforeEach((a, b, next) => {
  document.body.innerHTML = a.query.text;
});`},
		{"commands of shelljs work on files", `
const shell = require("shelljs");
app.post("/a", (req, res) => {
  shell.rm("-rf", req.body.dir); // ! path
  shell.cat("/etc/motd").to(req.body.file); // ! path
});`},
		{"a command of AWS is told where it is sent", `
const { AthenaClient, StartQueryExecutionCommand } = require("@aws-sdk/client-athena");
app.post("/a", async (req, res) => {
  const client = new AthenaClient({});
  const command = new StartQueryExecutionCommand({ QueryString: "SELECT " + req.body.a });
  await client.send(command); // ! sql
  await client.send(new StartQueryExecutionCommand({ QueryString: "SELECT " + req.body.a })); // ! sql
});`},
		{"shells that are started in other ways", `
const cp = require("child_process");
const sudo = require("sudo-prompt");
const { Worker } = require("worker_threads");
app.post("/a", (req, res) => {
  const { name } = req.body;
  sudo.exec("ls " + name, {}, done); // ! command
  Bun.spawn(["sh", "-c", "ls " + name]); // ! command
  Bun.spawn(["ls", name]);
  Deno.run({ cmd: ["sh", "-c", "ls " + name] }); // ! command
  const shell = cp.spawn("sh");
  shell.stdin.write("ls " + name); // ! command
  const sort = cp.spawn("sort");
  sort.stdin.write(name);
  new Worker("run(" + name + ")", { eval: true }); // ! code
});`},
		{"lodash hands data on, but for names of letters and digits", `
const _ = require("lodash");
const { exec } = require("child_process");
app.post("/a", (req, res) => {
  exec("ls " + _.assign({}, req.body).dir); // ! command
  exec("ls " + _.trimStart(_.toLower(req.query.dir))); // ! command
  exec("ls " + _.kebabCase(req.query.dir));
  exec("ls " + _.toInteger(req.query.dir));
});`},
		{"dots that are taken out everywhere lead nowhere", `
const fs = require("fs");
app.get("/a", (req, res) => {
  fs.readFile("/data/x." + req.query.a.replaceAll(".", ""), done);
  fs.readFile("/data/" + req.query.a.replace(/\./g, ""), done);
  fs.readFile("/data/" + req.query.a.replace(/\./, ""), done); // ? path
  fs.readFile("/data/" + req.query.a.split("/")[0], done);
  fs.readFile("/data/" + req.query.a.split("/").join("/"), done); // ! path
});`},
	})
}

// TestScriptPages are addresses that a page has, and what it does with them.
func TestScriptPages(t *testing.T) {
	t.Parallel()
	hold(t, "JavaScript", []sample{
		{"the address of a window by any of its names", `
document.body.innerHTML = self.location.hash; // ! xss
document.body.innerHTML = window.top.location.search; // ! xss
document.body.innerHTML = globalThis.location.hash; // ! xss`},
		{"where a page is itself is no choice of whoever sends a link", `
const address = new URL(window.location.href);
document.body.innerHTML = address.hostname;
document.body.innerHTML = address.searchParams.get("text"); // ! xss`},
		{"groups of a pattern are handed to a function", `
const found = {};
location.search.replace(/([^=&]+)=([^&]*)/g, (all, key, value) => { found[key] = value; });
document.body.innerHTML = found.text; // ! xss`},
		{"a picture runs nothing", `
const picture = new Image();
picture.src = new URLSearchParams(location.search).get("to");
const other = document.createElement("script");
other.src = new URLSearchParams(location.search).get("to"); // ? xss`},
		{"jQuery runs the script that it gets", `
$.getScript(location.hash.slice(1)); // ! xss`},
	})
	hold(t, "TypeScript", []sample{
		{"a text that Nest answers with is a page", `
import { Controller, Get, Header, Query } from "@nestjs/common";
@Controller()
export class Pages {
  @Get("a")
  page(@Query("name") name: string) { return "<h1>" + name + "</h1>"; } // ! xss
  @Get("b")
  @Header("Content-Type", "text/plain")
  plain(@Query("name") name: string) { return "<h1>" + name + "</h1>"; }
  @Get("c")
  data(@Query("name") name: string) { return { name }; }
}`},
		{"forms that a page of SvelteKit answers", `
import { exec } from "child_process";
export const actions = {
  default: async ({ request }) => {
    const form = await request.formData();
    exec("ls " + form.get("dir")); // ! command
  },
};`},
	})
}

// TestScriptStates are states of components of React.
func TestScriptStates(t *testing.T) {
	t.Parallel()
	hold(t, "JavaScript", []sample{
		{"a part of a state of which nothing is known is not what another part holds", `
class Page extends React.Component {
  constructor(props) {
    super(props);
    this.state = { name: props.match.params.name, company: null };
  }
  load() {
    Backend.get(this.state.name).then(answer => this.setState({ company: answer.data }));
  }
  render() {
    return <div>
      <a href={this.state.company.logo}>x</a>
      <a href={this.state.name}>x</a> {/* */} // ? xss
    </div>;
  }
}`},
	})
}
