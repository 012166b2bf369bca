package taint_test

import "testing"

// TestPythonAnswers is about the answers of smaller frameworks, and what checks prove.
func TestPythonAnswers(t *testing.T) {
	t.Parallel()
	hold(t, "Python", []sample{
		{"Pyramid, Tornado, aiohttp and Lambda", `
from pyramid.response import Response
import tornado.web
from aiohttp import web
def view(request):
    return Response("<p>" + request.params["name"])  # ! xss
class Handler(tornado.web.RequestHandler):
    def get(self):
        self.write("<p>" + self.get_argument("name"))  # ! xss
        self.redirect(self.get_argument("next"))  # ! redirect
async def page(request: web.Request):
    return web.Response(text="<p>" + request.query["name"], content_type="text/html")  # ! xss
async def plain(request: web.Request):
    return web.Response(text="<p>" + request.query["name"])
def lambda_handler(event, context):
    return {"statusCode": 200, "body": "<p>" + event["name"]}  # ! xss
`},
		{"files that are looked at, and folders", `
import os, pathlib
from flask import Flask, request, send_from_directory
app = Flask(__name__)
@app.get("/a")
def a():
    os.path.exists(request.args["name"])  # ? path
    pathlib.Path(request.args["name"]).exists()  # ? path
    send_from_directory("/srv", request.args["name"])
    return send_from_directory(request.args["folder"], "a.txt")  # ! path
@app.get("/b")
def b():
    name = request.args["name"]
    if name.startswith("/srv/"):
        return open(name).read()  # ? path
    if ".." not in name:
        return open("/srv/" + name).read()
    return ""
`},
		{"an answer that is given its type later", `
from flask import Flask, request, make_response
app = Flask(__name__)
@app.get("/a")
def a():
    answer = make_response("<p>" + request.args["name"])
    answer.mimetype = "text/plain"
    return answer
@app.get("/b")
def b():
    answer = make_response("<p>" + request.args["name"])
    answer.headers["Content-Type"] = "application/json"
    return answer
@app.get("/c")
def c():
    answer = make_response("<p>" + request.args["name"])  # ! xss
    answer.mimetype = "text/html"
    return answer
`},
		{"names of files that a storage cleans", `
from django.http import HttpResponse
def view(request):
    stored.file.save(request.POST["name"], content, save=False)
    upload.save("/srv/" + request.POST["name"])  # ! path
`},
		{"nothing leads nowhere, wherever it comes from", `
from django.http import HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from flask import Flask, request, redirect
from werkzeug.urls import url_parse
def view(request):
    to = request.POST.get("next", request.GET.get("next"))
    if (to or not request.is_ajax()) and not url_has_allowed_host_and_scheme(url=to, allowed_hosts=request.get_host()):
        to = "/"
    return HttpResponseRedirect(to)
app = Flask(__name__)
@app.get("/a")
def a():
    to = request.args.get("next")
    if not to or url_parse(to).netloc != "":
        to = "/"
    return redirect(to)
`},
	})
}

// TestPythonPathsThatStay are paths that lead nowhere else.
func TestPythonPathsThatStay(t *testing.T) {
	t.Parallel()
	hold(t, "Python", []sample{
		{"a file of a folder that is compared", `
from pathlib import Path
from flask import request

def one():
    dest = ROOT / request.args["name"]
    if dest.absolute().parent != ROOT:
        raise ValueError
    dest.open("wb")

def two():
    dest = ROOT / request.args["name"]
    dest.open("wb")  # ! path
`},
		{"dots that are taken out", `
from flask import request

def one():
    open("/data/x." + request.args["kind"].replace(".", ""))
`},
	})
}

func TestPythonWhatAListOrADictionarySays(t *testing.T) {
	t.Parallel()
	hold(t, "Python", []sample{{"members of lists, keys of dictionaries, files that are written", `
import os, tempfile, subprocess
import requests
from flask import Flask, request
app = Flask(__name__)
HOSTS = load()

@app.get("/a")
def a():
    link = request.args["link"]
    release = next((one for one in HOSTS if one.link == link), None)
    if not release:
        raise NotFound()
    requests.get(link)

@app.get("/b")
def b():
    link = request.args["link"]
    if not any(one == link for one in HOSTS):
        abort(404)
    requests.get(link)

@app.get("/c")
def c():
    link = request.args["link"]
    release = next((one for one in HOSTS if one.live), None)
    if not release:
        raise NotFound()
    requests.get(link)  # ! ssrf

@app.get("/d")
def d():
    ends = {"python": "py", "go": "go"}
    language = request.args["language"]
    name = f"demo.{ends[language]}"
    return open(os.path.join("/srv", language, name)).read()

@app.get("/e")
def e():
    ends = {"python": "py", "go": "go"}
    language = request.args["language"]
    name = ends.get(language)
    return open(os.path.join("/srv", language)).read()  # ! path

@app.get("/f")
def f():
    with tempfile.NamedTemporaryFile(mode="w") as made:
        made.write("x")
    with tempfile.NamedTemporaryFile(mode="w") as made:
        made.write(request.args["text"])
        subprocess.run([tool(), made.name])
        subprocess.run([request.args["tool"], made.name])  # ! command
`}})
}
