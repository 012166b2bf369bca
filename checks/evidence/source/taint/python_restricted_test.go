package taint_test

import "testing"

// Fields that a model or a parameter restricts hold no free text.
func TestPythonRestrictedFields(t *testing.T) {
	t.Parallel()
	hold(t, "Python", []sample{
		{"models of pydantic", `
import os
import uuid
from enum import Enum
from typing import Annotated, Literal, Optional
from fastapi import FastAPI
from pydantic import BaseModel, Field, StringConstraints, constr
app = FastAPI()
class Kind(str, Enum):
    a = "a"
class Item(BaseModel):
    name: str = Field(pattern=r"^[a-z]+$")
    open: str = Field(pattern=r"^[a-z]+")
    slug: constr(regex=r"^[a-z]+$")
    kind: Kind
    maybe: Optional[Kind] = None
    one: Literal["a", "b"]
    some: Annotated[str, StringConstraints(pattern=r"^[a-z]+$")]
    free: Annotated[str, Field(max_length=3)]
@app.post("/a")
async def a(item: Item):
    os.system("ls " + item.name)
    os.system("ls " + item.slug)
    os.system("ls " + item.kind.value)
    os.system("ls " + item.maybe)
    os.system("ls " + item.one)
    os.system("ls " + item.some)
    os.system("ls " + item.open)  # ! command
    os.system("ls " + item.free)  # ! command
`},
		{"parameters of FastAPI", `
import os
from enum import Enum
from typing import Annotated, Literal
from fastapi import FastAPI, Path, Query
app = FastAPI()
class Kind(str, Enum):
    a = "a"
@app.get("/{kind}")
async def a(kind: Kind, one: Literal["x"], q: str = Query(..., pattern="^[a-z]+$"), s: Annotated[str, Query(regex="^[a-z]+$")] = "a", free: Annotated[str, Query(max_length=3)] = ""):
    os.system("ls " + kind)
    os.system("ls " + one)
    os.system("ls " + q)
    os.system("ls " + s)
    os.system("ls " + free)  # ! command
`},
	})
}

func TestPythonChecksOfPaths(t *testing.T) {
	t.Parallel()
	hold(t, "Python", []sample{{"the folder that paths share, parents, endings, addresses of the inside", `
import ipaddress
import os
import socket
from pathlib import Path
from urllib.parse import urlsplit
import requests
from flask import abort, request
ROOT = "/srv"
BASE = Path("/srv")
def a():
    p = os.path.realpath(os.path.join(ROOT, request.args["p"]))
    if os.path.commonpath([ROOT, p]) != ROOT:
        abort(403)
    return open(p).read()
def b():
    p = (BASE / request.args["p"]).resolve()
    if BASE not in p.parents:
        abort(404)
    return open(p)
def c():
    p = (BASE / request.args["p"]).resolve()
    try:
        p.relative_to(BASE)
    except ValueError:
        abort(404)
    return open(p)
def d():
    name, ending = os.path.splitext(request.args["p"])
    open("/srv/a" + ending)
    return open("/srv/" + name)  # ! path
def e():
    url = request.args["u"]
    ip = ipaddress.ip_address(socket.gethostbyname(urlsplit(url).hostname))
    if ip.is_private:
        abort(400)
    return requests.get(url)
def f():
    p = os.path.join(ROOT, request.args["p"])
    if os.path.commonpath([ROOT, "/a"]) != ROOT:
        abort(403)
    return open(p)  # ! path
`}})
}
