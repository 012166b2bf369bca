package taint_test

import "testing"

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
