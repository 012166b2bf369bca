package taint_test

import "testing"

// TestScriptInAPage is about what a page does with its own address, and with what other
// pages send it.
func TestScriptInAPage(t *testing.T) {
	t.Parallel()
	hold(t, "JavaScript", []sample{
		{"where a page is sent", `
const wanted = new URLSearchParams(location.search);
location = wanted.get("next"); // ? redirect
location.href = wanted.get("next"); // ? redirect
window.location = location.hash.slice(1); // ? redirect
location = location.search;
location = location.href.split("?")[0] + "?page=2";
window.location = location.href.substring(0, location.href.lastIndexOf("/"));
window.location = location.hash.replace("#", ""); // ? redirect
window.location = "https://example.com/?from=" + wanted.get("next");
`},
		{"what is assigned to location is no variable", `
location = "/elsewhere";
document.body.innerHTML = location.hash; // ! xss
`},
		{"the address as a text", `
document.write(location); // ! xss
document.write("" + window.location); // ! xss
document.body.innerHTML = String(location); // ! xss
document.body.innerHTML = location.href.sup(); // ! xss
document.body.innerHTML = escape(location.href);
`},
		{"attributes that run scripts", `
const wanted = new URL(document.location).searchParams;
frame.src = wanted.get("a"); // ? xss
link.href = wanted.get("a"); // ? xss
link.href = "/orders/" + wanted.get("a");
link.href = location.href;
link.title = wanted.get("a");
link.setAttribute("href", wanted.get("a")); // ? xss
link.setAttribute("title", wanted.get("a"));
link.setAttributeNS("xlink", "xlink:href", wanted.get("a")); // ? xss
$("#link").attr("href", wanted.get("a")); // ? xss
$("#link").attr({ href: wanted.get("a"), title: wanted.get("b") }); // ? xss
$("#link").prop("innerHTML", wanted.get("a")); // ? xss
const description = { href: wanted.get("a") };
`},
		{"what a server is sent is no attribute of a page", `
app.get("/", (req, res) => {
  image.src = req.query.src;
  image.setAttribute("src", req.query.src);
  table.html(req.query.text);
});`},
		{"jQuery and its likes", `
const wanted = new URLSearchParams(location.search);
$("#a").append(wanted.get("a")); // ! xss
$("#a").wrap("<p class='" + wanted.get("a") + "'>"); // ! xss
$("#a").text(wanted.get("a"));
$("<p>" + wanted.get("a")).appendTo("#b"); // ! xss
$(wanted.get("a")); // ? xss
$(location.hash);
d3.select("#a").html(wanted.get("a")); // ? xss
WinJS.Utilities.setInnerHTMLUnsafe(node, wanted.get("a")); // ! xss
this.$sce.trustAsHtml(location.hash); // ! xss
new Worker(wanted.get("a")); // ! xss
importScripts(wanted.get("a")); // ! xss
new Worker("/worker.js?" + wanted.get("a"));
`},
		{"messages", `
window.onmessage = function (event) { document.body.innerHTML = event.data; }; // ? xss
self.onmessage = show;
function show(event) { eval(event.data); } // ? code
window.addEventListener("message", ({ data }) => { document.body.innerHTML = data; }); // ? xss
window.addEventListener("message", (event) => {
  if (event.origin !== "https://example.com") return;
  document.body.innerHTML = event.data;
});
window.addEventListener("message", (event) => {
  if (ALLOWED.includes(event.origin)) document.body.innerHTML = event.data;
});`},
		{"programs of a desktop", `
import { shell } from "electron";
shell.openExternal(window.name); // ! redirect
shell.openExternal("https://example.com/" + window.name);
`},
		{"what a router tells of its address", `
class Page {
  start() {
    this.route.paramMap.subscribe((found) => { this.sanitizer.bypassSecurityTrustHtml(found.get("a")); }); // ! xss
  }
}`},
	})
}
