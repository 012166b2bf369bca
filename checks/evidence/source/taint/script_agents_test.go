package taint_test

import "testing"

func TestRequestsByAnAgentThatRefusesHosts(t *testing.T) {
	t.Parallel()
	hold(t, "TypeScript", []sample{
		{"filters of addresses", `
			import axios from "axios";
			import ssrfFilter from "ssrf-req-filter";
			import { useAgent } from "request-filtering-agent";
			import { fetch, Agent } from "undici";
			const guarded = new Agent({ connect: { lookup } });
			app.get("/", async (req, res) => {
			  const url = req.query.url;
			  await axios({ url, httpAgent: ssrfFilter(url), httpsAgent: ssrfFilter(url) });
			  await axios.get(url, { httpAgent: useAgent(url) });
			  await fetch(url, { dispatcher: new SafeDispatcher() });
			});`},
		{"agents that refuse nothing", `
			import axios from "axios";
			import https from "https";
			import { fetch, Agent } from "undici";
			app.get("/", async (req, res) => {
			  const url = req.query.url;
			  await axios({ url, httpsAgent: new https.Agent({ keepAlive: true }) }); // ! ssrf
			  await fetch(url, { dispatcher: new Agent({ connections: 2 }) }); // ! ssrf
			  await fetch(url, { dispatcher: filteredByName(agents) }); // ! ssrf
			});`},
		{"a client that is declared with its type", `
			import axios, { AxiosInstance } from "axios";
			const client: AxiosInstance = axios.create({ timeout: 1000 });
			class Api {
			  constructor(private readonly http: AxiosInstance) {}
			  load = async (req, res) => {
			    await this.http.get<string>(req.query.url as string); // ! ssrf
			    await client.get("https://api.example.com/" + encodeURIComponent(req.query.id));
			  };
			}
			app.get("/", async (req, res) => {
			  await client.get<string>(req.query.url as string); // ! ssrf
			  await client.request({ url: req.query.url }); // ! ssrf
			});`},
	})
}

func TestQueriesThatGrow(t *testing.T) {
	t.Parallel()
	hold(t, "TypeScript", []sample{
		{"behind a beginning of their own", `
			import { db } from "./database";
			app.get("/", async (req, res) => {
			  const { name } = req.query;
			  let query = "SELECT * FROM orders WHERE 1=1";
			  query += " AND name = '" + name + "'";
			  await db.query(query); // ! sql
			});`},
		{"by parameters", `
			import { db } from "./database";
			app.get("/", async (req, res) => {
			  const values = [];
			  let query = "SELECT * FROM orders WHERE 1=1";
			  if (req.query.name) {
			    values.push(req.query.name);
			    query += " AND name = $" + values.length;
			  }
			  await db.query(query, values);
			});`},
		{"no query", `
			import { log } from "./log";
			app.get("/", async (req, res) => {
			  let text = "asked for";
			  text += " AND name = '" + req.query.name + "'";
			  await log.query(text);
			});`},
	})
}
