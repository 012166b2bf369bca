package taint_test

import "testing"

// TestScriptAnswers is about the answers of servers of Node.js, and what comes to them.
func TestScriptAnswers(t *testing.T) {
	t.Parallel()
	hold(t, "JavaScript", []sample{
		{"what a browser takes for a page", `
const http = require("http"), url = require("url");
http.createServer((req, res) => {
  const name = url.parse(req.url, true).query.name;
  res.end(name); // ! xss
});
http.createServer((req, res) => {
  const name = url.parse(req.url, true).query.name;
  res.end("Hello " + name);
  res.end(JSON.stringify({ name: String(name) }));
});
http.createServer((req, res) => {
  const name = url.parse(req.url, true).query.name;
  res.writeHead(302, { location: name }); // ! redirect
});`},
		{"an answer that gives itself", `
app.get("/a", (req, res) => {
  res.status(400).send("<p>" + req.query.name); // ! xss
});
app.get("/b", (req, res) => {
  res.status(400).json(req.query.name);
});
fastify.get("/c", (request, reply) => {
  reply.type("text/html").send("<p>" + request.query.name); // ! xss
});`},
		{"a body that comes in pieces", `
http.createServer((req, res) => {
  let body = "";
  req.on("data", (chunk) => { body += chunk; });
  req.on("end", () => { eval(body); }); // ! code
});`},
		{"Hapi", `
const Hapi = require("@hapi/hapi");
server.route({ method: "GET", path: "/", handler: (request, h) => h.redirect(request.query.next) }); // ! redirect
server.route({ method: "GET", path: "/", handler: (request, h) => h.response("<p>" + request.query.name) }); // ! xss
server.route({ method: "GET", path: "/", handler: (request, h) => "<p>" + request.params.name }); // ! xss
server.route({ method: "GET", path: "/", handler: (request, h) => ({ name: request.params.name }) });`},
		{"promises", `
app.get("/a", (req, res) => {
  new Promise((resolve) => resolve(req.query.name)).then((name) => res.send("<p>" + name)); // ! xss
  new Promise((resolve) => resolve("fine")).then((name) => res.send("<p>" + name));
});`},
		{"Markdown keeps its HTML", `
const marked = require("marked"), showdown = require("showdown");
app.get("/a", (req, res) => {
  res.send(marked(req.query.text)); // ! xss
  res.send(new showdown.Converter().makeHtml(req.query.text)); // ! xss
});`},
		{"queries of pg-promise and mssql", `
const mssql = require("mssql"), pgp = require("pg-promise")();
app.get("/a", (req, res) => {
  const query = "SELECT * FROM t WHERE name = '" + req.query.name + "'";
  store.tx((part) => part.none(query)); // ! sql
  new mssql.Request().batch(query); // ! sql
  new pgp.PreparedStatement({ name: "a", text: query }); // ! sql
  list.any(req.query.name);
});`},
		{"eval, and copies that are required where they are used", `
app.get("/a", (req, res) => {
  (0, eval)(req.query.code); // ! code
  require("deepmerge")({}, req.body); // ? prototype
  require("dot").template(req.query.text); // ! template
  require("whiskers").render(req.query.text); // ! template
});`},
		{"what is sent on is no host, and what was made is no redirect", `
const http = require("http");
app.get("/a", (req, res) => {
  http.request({ host: "example.com", path: req.query.path, headers: { ...req.headers } });
  http.request({ host: req.query.host }); // ! ssrf
  http.request(req.query.to); // ! ssrf
  http.request(new URL(req.query.to)); // ! ssrf
  res.status(201).header("location", req.params.name + "/tags").json({});
  res.status(302).header("location", req.params.name); // ! redirect
});`},
		{"a route without a slash", `
app.get("orders", ({ query }, res) => res.redirect(query.next)); // ! redirect
cache.get("orders", ({ query }, res) => res.redirect(query.next));`},
	})
}
