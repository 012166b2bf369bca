package taint_test

import "testing"

// Steps by which data goes from one function to another, and sinks of libraries.
func TestScriptMoreSteps(t *testing.T) {
	t.Parallel()
	hold(t, "TSX", []sample{
		{"commands by way of wrappers", `
const cp = require("child_process"), util = require("util");
const gar = require("@gar/promisify"), es6 = require("es6-promisify"), old = require("util-promisify");
const all = require("thenify-all").withCallback(cp, {}, ["exec"]);
app.post("/a", async (req, res) => {
  const text = req.body.text;
  gar(cp.exec)(text); // ! command
  const run = util.promisify(cp.exec.bind(cp)); run(text); // ! command
  const run2 = es6(cp.exec); run2(text); // ! command
  const run3 = old(cp.exec); run3(text); // ! command
  all.exec(text, done); // ! command
  const parse = util.promisify(xml.parse.bind(xml)); parse(text);
});`},
		{"scripts of execa", "\nimport { $ } from \"execa\";\napp.post(\"/a\", async (req, res) => {\n" +
			"const x = req.body.x;\n" +
			"await $`${x} -l`; // ! command\n" +
			"await $`ls ${x}`;\n" +
			"$.sync`${x} -l`; // ! command\n" +
			"await $({ shell: true })`ls ${x}`; // ! command\n" +
			"await $({ shell: false })`ls ${x}`;\n" +
			"$({ shell: true }).sync`ls ${x}`; // ! command\n" +
			"});"},
		{"programs of packages", `
app.post("/a", (req, res) => {
  require("cross-spawn-async")(req.body.a); // ! command
  require("foreground-child")(req.body.a); // ! command
  const opener = require("opener");
  opener("https://example.com", { command: req.body.a }); // ? command
  foregroundChild(req.body.a);
});`},
		{"functions that are given their arguments before", `
const pg = require("pg");
app.post("/a", (req, res) => {
  const client = new pg.Client();
  async.series([client.query.bind(client, "SELECT * FROM a WHERE b = " + req.body.b)], done); // ! sql
  async.series([client.query.bind(client, "SELECT 1")], done);
});
function show(first, event) { document.write(first.data); document.write(event.data); } // ? xss
window.addEventListener("message", show.bind(null, { data: "shown" }));`},
		{"what is put onto an answer", `
app.use((req, res, next) => { res.locals.term = req.query.term; res.locals.user = who(req); next(); });
app.get("/a", (req, res) => {
  res.send("<b>" + res.locals.term); // ? xss
  res.send("<b>" + res.locals.user);
});`},
		{"the state of a component", `
class View extends React.Component {
  constructor() {
    super();
    this.state.text = location.hash;
    this.state.size = 4;
    this.setState(() => ({ more: location.hash }));
  }
  show() {
    $("#a").html(this.state.text); // ? xss
    $("#a").html(this.state.more); // ? xss
    $("#a").html(this.state.size);
    this.setState(before => { $("#a").html(before.text); }); // ? xss
  }
}`},
		{"what a page of Next asks for", `
export default function Page(props) {
  return <div><p dangerouslySetInnerHTML={{ __html: props.title }} /> // ! xss
    <p dangerouslySetInnerHTML={{ __html: props.count }} /></div>;
}
export async function getServerSideProps(context) {
  return { props: { title: context.query.title, count: 4 } };
}`},
		{"resolvers of GraphQL", `
import { get } from "https";
const resolvers = {
  Mutation: { load: async (_, { url }) => { get(url); } }, // ? ssrf
  Order: { load: async (_, { url }) => { get(url); } },
};`},
		{"elements that show a page or run a text", `
function View() {
  const text = location.hash.slice(1);
  return <div>
    <WebView html={text} /> // ? xss
    <WebView source={{ uri: text }} /> // ? redirect
    <WebView injectedJavaScript={text} /> // ? code
    <WebView title={text} source={{ headers: text }} />
    <script type="text/javascript">{text}</script> // ? code
    <p>{text}</p>
  </div>;
}`},
		{"expressions of AngularJS, modules and documents", `
angular.module("a").controller("b", function($scope, $filter) {
  $scope.$watchGroup(location.search); // ! code
  $filter("orderBy")([], location.search); // ? code
  $filter("date")([], location.search);
  WebAssembly.compile(location.hash); // ! code
});
const yaml = require("js-yaml");
app.post("/a", (req, res) => {
  yaml.safeLoad(req.body.a);
  yaml.safeLoad(req.body.a, { schema: yaml.DEFAULT_FULL_SCHEMA }); // ! deserialisation
});`},
		{"stores of documents", `
const AWS = require("aws-sdk"), mongoose = require("mongoose");
const docClient = new AWS.DynamoDB.DocumentClient();
const Order = mongoose.model("Order", schema);
app.post("/a", (req, res) => {
  docClient.query(req.body.search, done); // ? nosql
  docClient.query({ TableName: "a", ExpressionAttributeValues: { ":a": req.body.a } }, done);
  const change = { }; change.title = req.body.title;
  Order.findByIdAndUpdate(4, change); // ? nosql
  Order.findByIdAndUpdate(4, { $set: { title: "a" } });
});
exports.handler = async (event) => {
  const client = new (require("pg").Client)();
  await client.query("INSERT INTO a VALUES ('" + JSON.stringify(event) + "')"); // ? sql
};`},
	})
}

// Where a flow is told, and what an object's keys are.
func TestScriptPlaces(t *testing.T) {
	t.Parallel()
	hold(t, "TSX", []sample{
		{"a chain of calls over several lines", `
app.post("/a", (req, res) => {
  knex("orders") // ! sql
    .select("id")
    .whereRaw("id = " + req.body.id)
    .limit(4)
    .orderByRaw(req.body.order) // ! sql
    .havingRaw(req.body.having); // ! sql
  $("#a").html(location.hash) // ! xss
    .append("<b>" + location.hash); // ! xss
});`},
		{"keys of objects that data was put into", `
const byNumber = {}, byName = {};
byNumber[next()] = window.name;
byName[window.name] = window.name;
for (const key in byNumber) { $("<b>" + key); $("<b>" + byNumber[key]); } // ! xss
for (const key in byName) { $("<b>" + key); } // ! xss`},
		{"what a function of Lambda answers", `
exports.handler = async (event) => {
  const page = "<p>" + event.queryStringParameters.name;
  if (event.plain) {
    return { statusCode: 200, body: page, headers: { "Content-Type": "text/plain" } };
  }
  const answer = {
    statusCode: 200,
    body: page, // ! xss
    headers: { "Content-Type": "text/html" },
  };
  return answer;
};`},
	})
}
