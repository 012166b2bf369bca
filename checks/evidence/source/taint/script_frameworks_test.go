package taint_test

import "testing"

func TestScriptFrameworkSources(t *testing.T) {
	t.Parallel()
	hold(t, "JavaScript", []sample{
		{"Koa's first version answers by this", `
const koa = require("koa");
const { exec } = require("child_process");
app.use(function* (next) { this.body = "<p>" + this.query.x; }); // ! xss
app.use(function* () { exec(this.request.body.x); }); // ! command
router.get("/", ({ request, response }) => { response.body = "<p>" + request.body.a; }); // ! xss
`},
		{"sockets, streams, workers and forms", `
const { exec } = require("child_process");
const http2 = require("http2");
const formidable = require("formidable");
io.on("connection", (socket) => { exec(socket.handshake.query.x); }); // ! command
io.use((socket, next) => { exec(socket.handshake.auth.token); next(); }); // ! command
http2.createServer().on("stream", (stream, headers) => { exec(headers[":path"]); }); // ! command
addEventListener("fetch", (event) => { const u = new URL(event.request.url); event.respondWith(fetch(u.searchParams.get("u"))); }); // ! ssrf
app.post("/a", async (req, res) => { const [fields] = await formidable({}).parse(req); exec(fields.cmd); }); // ! command
app.param("id", (req, res, next, id) => { exec(id); next(); }); // ! command
`},
		{"micro", `
const { exec } = require("child_process");
const { send, json } = require("micro");
module.exports = async (req, res) => { const d = await json(req); exec(d.cmd); }; // ! command
module.exports = async (req, res) => { send(res, 200, "<p>" + req.url); }; // ! xss
`},
		{"files of Fastify are sent from its root", `
const fastify = require("fastify")();
fastify.get("/:f", (req, reply) => { reply.sendFile(req.params.f); });
`},
		{"databases, archives, addresses", `
const Database = require("better-sqlite3");
const knex = require("knex")({});
const yaml = require("js-yaml");
const url = require("url");
const db = new Database("a");
app.get("/a", (req, res) => {
  const x = req.query.x;
  db.pragma(x); // ! sql
  knex.schema.raw("DROP TABLE " + x); // ! sql
  require("glob").sync("/srv/" + x); // ! path
  yaml.load(x, { schema: yaml.DEFAULT_FULL_SCHEMA }); // ! deserialisation
  yaml.load(x, { schema: yaml.FAILSAFE_SCHEMA });
  fetch(new URL("/status", x)); // ! ssrf
  fetch(new URL("https://example.com/status", x));
  res.redirect(url.format({ protocol: "https", host: "example.com", pathname: x }));
});`},
	})
}

func TestScriptInlineTemplates(t *testing.T) {
	t.Parallel()
	hold(t, "JavaScript", []sample{{"what they show as it is", `
const _ = require("lodash");
const x = new URLSearchParams(location.search).get("x");
const el = document.getElementById("a");
const raw = Handlebars.compile("{{{x}}}");
const kind = Handlebars.compile("{{x}}");
el.innerHTML = raw({ x }); // ! xss
el.innerHTML = kind({ x });
el.innerHTML = raw({ y: x });
el.innerHTML = Mustache.render("<p>{{{x}}}</p>", { x }); // ! xss
el.innerHTML = Mustache.render("<p>{{x}}</p>", { x });
el.innerHTML = _.template("<p><%= x %></p>")({ x }); // ! xss
el.innerHTML = _.template("<p><%- x %></p>")({ x });
`}})
}

func TestScriptBrowserForms(t *testing.T) {
	t.Parallel()
	hold(t, "JavaScript", []sample{{"pages", `
import $ from "jquery";
const p = new URLSearchParams(location.search);
const el = document.getElementById("a");
$("#a").load(p.get("x")); // ? xss
$("#a").attr("onclick", p.get("x")); // ! code
$(window).on("message", (e) => { el.innerHTML = e.originalEvent.data; }); // ? xss
navigator.serviceWorker.register(p.get("x")); // ? xss
location = "javascript:" + p.get("x"); // ? redirect
const a = document.createElement("a");
a.href = p.get("next"); // ? xss
if (a.hostname === location.hostname) window.location = a.href;
const q = location.search;
if (q.indexOf("\"") === -1) $("#b").html("<a href=\"" + q + "\">");
`}})
}
