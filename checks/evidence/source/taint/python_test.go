package taint_test

import "testing"

func TestPython(t *testing.T) {
	t.Parallel()
	hold(t, "Python", []sample{
		{"Flask", `
from flask import Flask, request, redirect, render_template_string, send_file, make_response, escape
import os, subprocess, sqlite3, pickle, yaml, requests, shlex
app = Flask(__name__)

@app.route("/users/<name>")
def users(name):
    con = sqlite3.connect("a.db")
    cur = con.cursor()
    cur.execute("SELECT * FROM users WHERE name = '%s'" % name)  # ! sql
    cur.execute(f"SELECT * FROM users WHERE id = {request.args['id']}")  # ! sql
    cur.execute("SELECT * FROM users WHERE id = {}".format(request.args.get("id")))  # ! sql
    cur.execute("SELECT * FROM users WHERE id = ?", (request.args.get("id"),))
    cur.execute("SELECT * FROM users WHERE id = %d" % request.args.get("id"))
    cur.execute("SELECT * FROM users WHERE id = " + str(int(request.args.get("id"))))
    return render_template_string("Hello " + name)  # ! template

@app.post("/run")
def run():
    host = request.form.get("host", "localhost")
    os.system("ping " + host)  # ! command
    subprocess.run("ping " + host, shell=True)  # ! command
    subprocess.run(["ping", host])
    subprocess.run(["sh", "-c", "ping " + host])  # ! command
    os.system("ping " + shlex.quote(host))
    eval(request.json["code"])  # ! code
    pickle.loads(request.data)  # ! deserialisation
    yaml.safe_load(request.data)
    yaml.load(request.data, Loader=yaml.Loader)  # ! deserialisation
    requests.get(request.args["url"])  # ! ssrf
    requests.get("https://api.example.com/" + request.args["path"])
    if host not in ("a", "b"):
        return redirect(request.args["next"])  # ! redirect
    os.system("ping " + host)
    return "done"

@app.get("/hello")
def hello():
    return "<h1>Hello " + request.args["name"] + "</h1>"  # ! xss

@app.get("/safe")
def safe():
    return "<h1>Hello " + escape(request.args["name"]) + "</h1>"

@app.get("/json")
def json_():
    return {"name": request.args["name"]}
`},
		{"Django", `
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.safestring import mark_safe
from django.db import connection
from .models import User

def search(request):
    name = request.GET.get("name")
    User.objects.raw("SELECT * FROM auth_user WHERE name = '%s'" % name)  # ! sql
    User.objects.raw("SELECT * FROM auth_user WHERE name = %s", [name])
    User.objects.filter(name=name)
    User.objects.extra(where=["name = '" + name + "'"])  # ! sql
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM t WHERE a = '" + name + "'")  # ! sql
        cursor.execute("SELECT 1 FROM t WHERE a = %s", [name])
    html = mark_safe("<b>" + name + "</b>")  # ! xss
    open("/data/" + request.POST["file"])  # ! path
    if request.GET.get("next"):
        return redirect(request.GET["next"])  # ! redirect
    return HttpResponse("<p>%s</p>" % name)  # ! xss

class View(APIView):
    def post(self, request, pk):
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM t WHERE a = '" + request.data["a"] + "'")  # ! sql
            cursor.execute("DELETE FROM t WHERE a = '" + pk + "'")  # ? sql
`},
		{"FastAPI", `
from fastapi import FastAPI, Depends, Request, Query
from fastapi.responses import HTMLResponse, FileResponse
from sqlalchemy import text
from uuid import UUID
from pydantic import BaseModel
app = FastAPI()

class Item(BaseModel):
    name: str
    count: int

@app.get("/items/{kind}")
async def items(kind: str, id: int, ref: UUID, request: Request, q: str | None = None, db: Session = Depends(get_db)):
    db.execute(text(f"SELECT * FROM items WHERE id = {id} AND ref = '{ref}'"))
    db.execute(text(f"SELECT * FROM items WHERE kind = '{kind}'"))  # ! sql
    db.execute(text("SELECT * FROM items WHERE kind = :kind"), {"kind": kind})
    db.execute("SELECT * FROM items WHERE q = '" + q + "'")  # ! sql
    db.execute("SELECT * FROM items WHERE q = '" + request.query_params["q"] + "'")  # ! sql
    return FileResponse("/data/" + q)  # ! path

@app.post("/items")
def create(item: Item, db=Depends(get_db)):
    db.execute("SELECT * FROM items WHERE q = '" + item.name + "' LIMIT " + str(item.count))  # ! sql
    db.execute(f"SELECT * FROM items LIMIT {item.count}")
    return HTMLResponse(f"<p>{item.name}</p>")  # ! xss
`},
		{"paths that are checked", `
import os
from pathlib import Path
from flask import Flask, request, abort
from werkzeug.utils import secure_filename
app = Flask(__name__)
ROOT = Path("/data")

@app.get("/a")
def a():
    full = os.path.realpath(os.path.join("/data", request.args["name"]))
    if not full.startswith("/data/"):
        abort(400)
    with open(full) as f:
        return f.read()

@app.get("/b")
def b():
    with open(os.path.join("/data", secure_filename(request.args["name"]))) as f:
        return f.read()

@app.get("/c")
def c():
    target = (ROOT / request.args["name"]).resolve()
    if not target.is_relative_to(ROOT):
        raise ValueError()
    return target.read_text()

@app.get("/d")
def d():
    return (ROOT / request.args["name"]).read_text()  # ! path

@app.get("/e/<name>")
def e(name):
    return open("/data/" + name).read()

@app.get("/f/<path:name>")
def f(name):
    return open("/data/" + name).read()  # ! path
`},
		{"a helper in the same file", `
from flask import Flask, request
import subprocess
app = Flask(__name__)

def ping(host, count=1):
    return subprocess.check_output("ping -c %d %s" % (count, host), shell=True)  # ! command

class Runner:
    def run(self, command):
        subprocess.call(command, shell=True)  # ! command

@app.get("/ping")
def view():
    ping(host=request.args["host"])
    runner = Runner()
    runner.run("ls " + request.args["dir"])
    return ""
`},
		{"lists and sections by their places", `
from flask import Flask, request
import configparser
app = Flask(__name__)

@app.get("/a")
def a():
    lst = []
    lst.append("safe")
    lst.append(request.args["x"])
    lst.append("safe")
    eval(lst[0])
    eval(lst[1])  # ! code
    lst.pop(0)
    eval(lst[0])  # ! code
    eval(lst[1])
    eval(lst[-2])  # ! code
    lst.reverse()
    eval(lst[0])  # ! code

@app.get("/b")
def b():
    parser = configparser.ConfigParser()
    parser.set("s", "a", "safe")
    parser.set("s", "b", request.args["x"])
    eval(parser.get("s", "a"))
    eval(parser.get("s", "b"))  # ! code

@app.get("/c")
def c():
    names = []
    for name in request.args:
        names.append(name)
    eval(names[0])  # ! code

@app.get("/d")
def d():
    kind = "ABC"[1]
    match kind:
        case "A":
            value = request.args["x"]
        case "B" | "C":
            value = "safe"
        case _:
            value = request.args["x"]
    eval(value)

@app.get("/e")
def e():
    text = request.args["x"]
    if not text.startswith("'") or not text.endswith("'") or "'" in text[1:-1]:
        return "no"
    eval(text)
    return "fine", {"X-Text": request.args["y"]}
`},
		{"the path of a route that has one alone", `
from flask import Flask, request
app = Flask(__name__)

@app.get("/files/list")
def one():
    return open("/data/" + request.path[7:]).read()

@app.get("/files/<path:name>")
def many(name):
    return open("/data/" + request.path[7:]).read()  # ! path
`},
		{"texts of lists", `
from flask import Flask, request
app = Flask(__name__)

@app.get("/a")
def a():
    cursor.execute(" ".join(["SELECT a FROM t WHERE b =", request.args["b"]]))  # ! sql
    cursor.execute("SELECT a FROM t WHERE b IN (" + ",".join("?" for _ in request.args) + ")")
`},
		{"views of any name for their request, and forms", `
from rest_framework.decorators import api_view
from rest_framework.views import APIView
import os

@api_view(["GET"])
def ping(req):
    os.system("ping " + req.GET["host"])  # ! command

class Ping(APIView):
    def post(self, req):
        form = PingForm(req.POST)
        os.system("ping " + form.cleaned_data["host"])  # ? command

def helper(req):
    os.system("ping " + req.host)
`},
		{"resolvers", `
import strawberry

class Query:
    def resolve_user(self, info, name):
        cursor.execute("SELECT * FROM users WHERE name = '" + name + "'")  # ? sql

    @strawberry.field
    def orders(self, name: str, count: int):
        cursor.execute("SELECT * FROM orders WHERE name = '" + name + "'")  # ! sql
        cursor.execute("SELECT * FROM orders LIMIT " + str(count))

    def helper(self, info, name):
        cursor.execute("SELECT * FROM users WHERE name = '" + name + "'")
`},
		{"options of programs that run others", `
from flask import Flask, request
import subprocess
app = Flask(__name__)

@app.get("/a")
def a():
    url = request.args["url"]
    subprocess.run(["git", "clone", url])  # ? command
    subprocess.run(["git", "clone", "--", url])
    subprocess.run(["ls", url])

@app.get("/b")
def b():
    words = []
    if windows:
        words.append("cmd.exe")
        words.append("/c")
    else:
        words.append("sh")
        words.append("-c")
    words.append("echo " + request.args["b"])
    subprocess.run(words)  # ! command
`},
	})
}
