package taint_test

import "testing"

// TestPythonObjects are ways by way of objects and functions: what constructors and methods
// put into an object, and functions that are handed on.
func TestPythonObjects(t *testing.T) {
	t.Parallel()
	hold(t, "Python", []sample{{"objects and functions", `
import os, subprocess
from flask import Flask, request
from dataclasses import dataclass
app = Flask(__name__)
class Query:
    def __init__(self, name, limit=10):
        self.name = name
        self.limit = limit
    def run(self):
        os.system("ls " + self.name)  # ! command
    def other(self):
        os.system("ls " + str(self.limit))
@app.route("/a")
def a():
    q = Query(request.args["n"])
    q.run()
    q.other()
    os.system(q.name)  # ! command
class Builder:
    def __init__(self):
        self.parts = []
        self.where = ""
    def add(self, x):
        self.where += " AND " + x
        return self
    def push(self, x):
        self.parts.append(x)
    def sql(self):
        return "SELECT * FROM t WHERE 1 " + self.where
@app.route("/b")
def b():
    s = Builder()
    s.add(request.args["x"])
    cursor.execute(s.sql())  # ! sql
    t = Builder().add(request.args["x"])
    cursor.execute(t.sql())  # ! sql
    u = Builder()
    u.push(request.args["x"])
    cursor.execute("SELECT * FROM t WHERE " + " AND ".join(u.parts))  # ! sql
    v = Builder()
    cursor.execute(v.sql())
def fill(d, x):
    d["cmd"] = x
def add(l, x):
    l.append(x)
@app.route("/c")
def c():
    d = {}
    fill(d, request.args["x"])
    os.system(d["cmd"])  # ! command
    l = []
    add(l, request.args["x"])
    os.system(" ".join(l))  # ! command
def apply(f, x):
    return f(x)
@app.route("/d")
def d():
    apply(os.system, request.args["x"])
    apply(lambda c: os.system(c), request.args["x"])  # ! command
    os.system(apply(lambda c: "ls " + c, request.args["x"]))  # ! command
def make(prefix):
    def inner(x):
        os.system(prefix + x)  # ! command
    return inner
@app.route("/e")
def e():
    make("ls ")(request.args["x"])
    go = make("ls ")
    go(request.args["x"])
class Base:
    def __init__(self, x):
        self.x = x
class Child(Base):
    def run(self):
        os.system(self.x)  # ! command
@app.route("/f")
def f():
    Child(request.args["x"]).run()
class View:
    def get(self):
        self.term = request.args["x"]
        return self.show()
    def show(self):
        os.system(self.term)  # ! command
    @staticmethod
    def run(x):
        os.system(x)  # ! command
    @classmethod
    def go(cls, x):
        os.system(x)  # ! command
@app.route("/g")
def g():
    View.run(request.args["x"])
    View.go(request.args["x"])
    page = "<p>{name}</p>".replace("{name}", request.args["x"])
    return page  # ! xss
def shell(cmd, sh="sh"):
    subprocess.run([sh, "-c", cmd])  # ! command
@app.route("/h")
def h():
    shell(request.args["x"])
    safe = Query("x")
    safe.run()
    n = Query(int(request.args["x"]))
    n.run()`}})
}
