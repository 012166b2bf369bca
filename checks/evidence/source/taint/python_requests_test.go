package taint_test

import "testing"

// TestPythonRequests are the clients by which a server of Python asks others, and the
// checks of addresses that careful people write.
func TestPythonRequests(t *testing.T) {
	t.Parallel()
	hold(t, "Python", []sample{{"clients", `
from flask import Flask, request
import requests, urllib, urllib2, urllib.request, urllib.parse, urllib3, httpx, aiohttp, http.client, httplib, httplib2, pycurl, treq, tornado, socket, xmlrpc.client, websocket, feedparser
from urllib.request import urlopen, Request, urlretrieve
from requests import Session, get as rget
from http.client import HTTPSConnection
from tornado.httpclient import AsyncHTTPClient, HTTPClient, HTTPRequest
from urllib.parse import urlparse, urljoin, quote
import libtaxii, libtaxii.clients
from azure.keyvault.secrets import SecretClient
app = Flask(__name__)
@app.route("/a")
def a():
    u = request.args.get("u")
    requests.get(u) # ! ssrf
    requests.post(u, json={}) # ! ssrf
    requests.request("GET", u) # ! ssrf
    requests.get(url=u) # ! ssrf
    requests.request(method="GET", url=u) # ! ssrf
    rget(u) # ! ssrf
    requests.get("http://" + u) # ! ssrf
    requests.get("http://{}/x".format(u)) # ! ssrf
    requests.get(f"https://{u}/x") # ! ssrf
    requests.get("https://%s/x" % u) # ! ssrf
    requests.get(f"https://{u}.example.com/x") # ! ssrf
    requests.get(f"https://example.com/{u}")
    requests.get("https://example.com", params={"a": u})
    s = requests.Session()
    s.get(u) # ! ssrf
    with requests.Session() as s2:
        s2.post(u) # ! ssrf
    Session().get(u) # ! ssrf
    requests.Request("GET", u) # ! ssrf
    urllib.urlopen(u) # ! ssrf
    urllib2.urlopen(u) # ! ssrf
    urllib.request.urlopen(u) # ! ssrf
    urlopen(u) # ! ssrf
    urlopen(Request(u)) # ! ssrf
    req = urllib.request.Request(u) # ! ssrf
    urllib.request.urlretrieve(u, "a") # ! ssrf
    opener = urllib.request.build_opener()
    opener.open(u) # ! ssrf
    manager = urllib3.PoolManager()
    manager.request("GET", u) # ! ssrf
    manager.urlopen("GET", u) # ! ssrf
    urllib3.request("GET", u) # ! ssrf
    httpx.get(u) # ! ssrf
    httpx.stream("GET", u) # ! ssrf
    with httpx.Client() as c:
        c.get(u) # ! ssrf
    httpx.Client(base_url=u) # ! ssrf
    http.client.HTTPConnection(u) # ! ssrf
    conn = HTTPSConnection(u) # ! ssrf
    conn2 = http.client.HTTPSConnection("example.com")
    conn2.request("GET", u)
    conn2.request("GET", "/a/" + u)
    httplib.HTTPConnection(u) # ! ssrf
    h = httplib2.Http()
    h.request(u, "GET") # ! ssrf
    curl = pycurl.Curl()
    curl.setopt(pycurl.URL, u) # ! ssrf
    curl.setopt(curl.URL, u) # ! ssrf
    treq.get(u) # ! ssrf
    AsyncHTTPClient().fetch(u) # ! ssrf
    client = HTTPClient()
    client.fetch(u) # ! ssrf
    xmlrpc.client.ServerProxy(u) # ! ssrf
    websocket.create_connection(u) # ! ssrf
    socket.create_connection((u, 80)) # ? ssrf
    feedparser.parse(u) # ! ssrf
    SecretClient(vault_url=u, credential=1) # ! ssrf
    taxii = libtaxii.clients.HttpClient()
    taxii.callTaxiiService2(u, "/", "x", "y", port=80) # ! ssrf
    parsed = urlparse(u)
    requests.get(parsed.geturl()) # ! ssrf
    requests.get("http://" + parsed.netloc) # ! ssrf
    requests.get(urljoin("https://example.com/", u)) # ! ssrf
    requests.get("https://example.com/" + quote(u))
    requests.get(urllib.parse.urlunparse(parsed)) # ! ssrf
    requests.get(parsed.scheme + "://" + parsed.netloc + "/x") # ! ssrf
    host = request.args["host"]
    requests.get("http://%s:%d/x" % (host, 80)) # ! ssrf
    url = "http://" + host + ":8080" + request.args["p"]
    requests.get(url) # ! ssrf
    return requests.get(u, timeout=5).text # ! ssrf
@app.route("/g")
def guarded():
    u = request.args.get("u")
    p = urlparse(u)
    if p.hostname not in ("a", "b"):
        return "no"
    requests.get(u)
    v = request.args["v"]
    if not v.startswith("https://example.com/"):
        return "no"
    requests.get(v)
    w = request.args["w"]
    if urlparse(w).netloc != "example.com":
        raise ValueError()
    requests.get(w)
    x = request.args["x"]
    if urlparse(x).hostname.endswith(".example.com"):
        requests.get(x)
    y = request.args["y"]
    if y in ALLOWED:
        requests.get(y)
    z = {"a": "http://a"}.get(request.args["z"])
    requests.get(z)
    q = request.args["q"]
    if not re.match(r"^https://example\.com/", q):
        return "no"
    requests.get(q)
    n = request.args["n"]
    if not n.isalnum():
        abort(400)
    requests.get("http://" + n + ".example.com")
    if urlsplit(request.args["m"]).netloc in HOSTS:
        requests.get(request.args["m"])
async def b(request):
    u = request.GET["u"]
    async with aiohttp.ClientSession() as session:
        async with session.get(u) as resp: # ! ssrf
            pass
        await session.request("GET", u) # ! ssrf
        await session.ws_connect(u) # ! ssrf
    async with httpx.AsyncClient() as client:
        r = await client.get(u) # ! ssrf
        async with client.stream("GET", u) as s: # ! ssrf
            pass
    await AsyncHTTPClient().fetch(HTTPRequest(u)) # ! ssrf
    async with aiohttp.request("GET", u) as r: # ! ssrf
        pass
`}})
}
