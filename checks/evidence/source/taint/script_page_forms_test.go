package taint_test

import "testing"

// Forms in which a page shows, or runs, what its address says.
func TestScriptFormsOfPages(t *testing.T) {
	t.Parallel()
	hold(t, "TSX", []sample{
		{"the page and what becomes of its address", `
function test() {
var target = document.location.search
$('myId').html(target) // ! xss
document.write("<OPTION value=1>"+document.location.href.substring(document.location.href.indexOf("default=")+8)+"</OPTION>"); // ! xss
document.write("<OPTION value=2>English</OPTION>");
$('<div style="width:' + target + 'px">'); // ! xss
$('<div style="width:' + +target + 'px">');
$('<div style="width:' + parseInt(target) + 'px">');
var params = (new URL(document.location)).searchParams;
$('name').html(params.get('name')); // ! xss
var searchParams = new URLSearchParams(target.substring(1));
$('name').html(searchParams.get('name')); // ! xss
}
function foo(target) {
$('myId').html(target) // ! xss
}
foo(document.location.search);
function bar() { return document.location.search; }
$('myId').html(bar()) // ! xss
function baz(x) { return x; }
$('myId').html(baz(document.location.search)) // ! xss
function wrap(s) { return "<div>" + s + "</div>"; }
$('myId').html(wrap(document.location.search)) // ! xss
function chop(s) {
if (s) { var regex = new RegExp("[?&]x=([^&#]*)"); var results = regex.exec(s); if (results) return decodeURIComponent(results[1]); }
return '';
}
$('myId').html(chop(document.location.search)) // ? xss
function dangerouslySetInnerHtml(s){
$(document.createElement('div')).html(document.location.search) // ! xss
document.getElementById('x').innerHTML = location.search.substring(1) // ! xss
}
(function() {
var s = document.location.search; var el = document.createElement("div");
el.innerHTML = s; // ! xss
document.body.appendChild(el);
})();
angular.module('myApp', []).service('myService', function($sce, $other) {
$sce.trustAsHtml(document.location.search) // ! xss
$sce.trustAsCss(document.location.search)
$sce.trustAsResourceUrl(document.location.search) // ! xss
$sce.trustAs($sce.HTML, document.location.search) // ! xss
$sce.trustAs(UNKNOWN, document.location.search)
}).service('myService2', function() {
angular.element('<div>').html(document.location.search) // ? xss
angular.element('<div>').html('SAFE')
}).directive('myCustomer', function() {
return { link: function(scope, element) { element.html(document.location.search); element.html('SAFE'); } } // ? xss
});
var tainted = document.location.search
document.body.innerHTML = ` + "`" + `<div>${tainted}</div>` + "`" + ` // ! xss
function sanitize() {
var bad = /^[a-zA-Z]+/.test(window.name);
}
function flowThroughPropertyNames() {
var obj = {};
obj[Math.random()] = window.name;
}
function basicExceptions() {
try { throw location; } catch(e) { $("body").append(e); } // ! xss
try { try { throw location } finally {} } catch(e) { $("body").append(e); } // ! xss
}
function handlebarsSafeString() { return new Handlebars.SafeString(location); } // ! xss
function test2() {
var target = document.location.search
$('myId').html(target.length)
$('myId').html(target) // ! xss
}
function getTaintedUrl() { return document.location; }
function URLPseudoProperties() {
let params = getTaintedUrl().searchParams;
$('name').html(params.get('name')); // ! xss
}
function hash() {
function getUrl() { return new URL(document.location); }
$(getUrl().hash.substring(1)); // ? xss
}
function growl() {
var target = document.location.search
$.jGrowl(target); // ! xss
}
function thisNodes() {
var pluginName = "myFancyJQueryPlugin";
var myPlugin = function(element, options){ this.element = element; $(this.element).html(document.location.search) } // ! xss
$.fn[pluginName] = function(options) { return this.each(function(){ new myPlugin(this, options) }) }
}
function test3() {
var target = document.location.search;
$("#foo").html(target); // ! xss
$("#foo").append('<b>' + target + '</b>'); // ! xss
$('<a href="' + target + '">'); // ! xss
$("#x").attr('src', location.hash.slice(1)); // ? xss
$("#x").attr({href: location.hash.slice(1)}); // ? xss
$("#x").prop("href", location.hash.slice(1)); // ? xss
$("#x").before('<b>' + target); // ! xss
$("#x").replaceWith('<b>' + target); // ! xss
$("#x").wrap('<b id="' + target + '">'); // ! xss
$("<b>").insertAfter('<b id="' + target + '">'); // ! xss
$("#x").add('<b>' + target); // ! xss
$("#x").html(function(){ return target }); // ! xss
}
function cookies() {
var c = document.cookie;
$("#x").html(c);
}
class VueThing { mounted() { this.$refs.foo.innerHTML = window.name } } // ! xss
new Vue({ template: window.name }); // ? code
new Vue({ render(h){ return h('div', {domProps: {innerHTML: window.name}}) } }) // ! xss
function setters() {
let div = document.createElement("div");
div["innerHTML"] = window.name; // ! xss
Object.assign(div, {innerHTML: window.name}); // ! xss
const range = document.createRange(); range.createContextualFragment(window.name); // ! xss
div.insertAdjacentHTML('beforeend', window.name); // ! xss
document.getElementsByTagName("a")[0].outerHTML = window.name; // ! xss
const ifr = document.createElement("iframe"); ifr.srcdoc = window.name; // ? xss
ifr.src = location.hash.slice(1); // ? xss
const a = document.createElement('a'); a.href = new URLSearchParams(location.search).get("u"); // ? xss
const s = document.createElement('script'); s.src = new URLSearchParams(location.search).get("u"); // ? xss
s.text = window.name; // ! code
s.textContent = window.name; // ! code
s.innerText = window.name;
}`},
		{"components of React", `
import React from 'react';
const C = () => <div dangerouslySetInnerHTML={{__html: window.name}} />; // ! xss
const D = () => React.createElement("div", {dangerouslySetInnerHTML: {__html: window.name}}); // ! xss
const E = () => React.createElement("a", {href: window.name}); // ? xss
class F extends React.Component {
state = { text: window.name };
render() { return <div dangerouslySetInnerHTML={{__html: this.state.text}} />; } // ! xss
}
class G extends React.Component {
componentDidMount() { this.setState({ text: window.name }); }
render() { return <div dangerouslySetInnerHTML={{__html: this.state.text}} />; } // ? xss
}
function H({html}) { return <div dangerouslySetInnerHTML={{__html: html}} />; } // ! xss
function I() { return <H html={window.name} />; }
function J(props) { return <div dangerouslySetInnerHTML={{__html: props.html}} />; } // ! xss
function K() { return <J html={window.name} />; }
function L() { const ref = useRef(); useEffect(() => { ref.current.innerHTML = window.name; }); return <div ref={ref}/>; } // ! xss
function M() { const {search} = useLocation(); return <div dangerouslySetInnerHTML={{__html: search}} />; } // ! xss
function N() { const q = new URLSearchParams(useLocation().search); return <div dangerouslySetInnerHTML={{__html: q.get("a")}} />; } // ! xss`},
		{"Angular", `
import { Component } from '@angular/core';
import { ActivatedRoute, Router } from '@angular/router';
import { DomSanitizer } from '@angular/platform-browser';
export class AppComponent {
constructor(private route: ActivatedRoute, private sanitizer: DomSanitizer, private router: Router) {}
ngOnInit() {
this.sanitizer.bypassSecurityTrustHtml(this.route.snapshot.queryParams.foo); // ! xss
this.sanitizer.bypassSecurityTrustHtml(this.route.snapshot.paramMap.get('foo')); // ! xss
this.sanitizer.bypassSecurityTrustHtml(this.route.snapshot.params['x']); // ! xss
this.route.queryParams.subscribe(p => { this.sanitizer.bypassSecurityTrustHtml(p.x); }); // ! xss
this.route.paramMap.subscribe(map => { this.sanitizer.bypassSecurityTrustHtml(map.get('foo')); }); // ! xss
this.sanitizer.bypassSecurityTrustHtml(this.router.url); // ! xss
this.sanitizer.bypassSecurityTrustHtml(window.location.href); // ! xss
}
}`},
		{"messages of other pages", `
window.addEventListener("message", ({data}) => { document.write(data); }); // ? xss
window.onmessage = (e) => { eval(e.data); } // ? code
function handler(e) { document.body.innerHTML = e.data; } // ? xss
window.addEventListener("message", handler, false);
$(window).on("message", e => { $("#a").html(e.originalEvent.data); }); // ? xss
class Foo { bootstrap() { window.addEventListener("message", this.receive.bind(this)); } receive(ev) { document.write(ev.data); } } // ? xss
const ws = new WebSocket("ws://x"); ws.onmessage = (ev) => { document.body.innerHTML = ev.data; };`},
	})
}
