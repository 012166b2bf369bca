package taint_test

import "testing"

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
