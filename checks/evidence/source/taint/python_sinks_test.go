package taint_test

import "testing"

// TestPythonSinks are what libraries of Python do with what they are given.
func TestPythonSinks(t *testing.T) {
	t.Parallel()
	hold(t, "Python", []sample{{"more", `
from flask import Flask, request, send_from_directory, send_file, Response, make_response
import os, io, pathlib, shutil, zipfile, tarfile, tempfile, codecs, glob, json, pickle, cPickle, dill, shelve, marshal, yaml, jsonpickle, torch, numpy as np, pandas as pd, joblib, sqlalchemy, sqlite3, psycopg2, MySQLdb, pymysql, asyncpg, aiosqlite, peewee, pymongo, flask_pymongo, jinja2, mako, cloudpickle, hickle, ruamel.yaml, mongoengine
from sqlalchemy import text, create_engine, select
from sqlalchemy.sql import text as sqltext
from flask_sqlalchemy import SQLAlchemy
from pymongo import MongoClient
from mako.template import Template
from jinja2 import Environment, Template as JT, from_string
from pathlib import Path
from joblib import load as jload
from django.db.models.expressions import RawSQL
from django.template import Template as DT, engines
app = Flask(__name__)
db = SQLAlchemy(app)
client = MongoClient()
@app.route("/sql")
def sql():
    u = request.args["u"]
    q = "SELECT * FROM t WHERE a = '" + u + "'"
    text(q) # ! sql
    sqltext(q) # ! sql
    sqlalchemy.text(text=q) # ! sql
    sqlalchemy.sql.text(q) # ! sql
    sqlalchemy.sql.expression.text(q) # ! sql
    sqlalchemy.sql.expression.TextClause(q) # ! sql
    db.text(q) # ! sql
    db.session.execute(q) # ! sql
    db.engine.execute(q) # ! sql
    create_engine("x").connect().execute(q) # ! sql
    db.session.query(X).filter("a = '%s'" % u) # ! sql
    db.session.query(X).order_by("a " + u) # ! sql
    db.session.query(X).filter(X.a == u)
    db.session.query(X).filter_by(a=u)
    db.session.query(X).having("count = " + u) # ! sql
    db.session.query(X).group_by("a " + u) # ! sql
    X.query.filter("a = %s" % u) # ! sql
    X.query.filter(text("a = %s" % u)) # ! sql
    c = sqlite3.connect("a").cursor()
    c.execute(q) # ! sql
    c.executescript(q) # ! sql
    sqlite3.connect("a").execute(q) # ! sql
    conn = psycopg2.connect("a")
    with conn.cursor() as cur:
        cur.execute(q) # ! sql
        cur.execute("SELECT 1 WHERE a = %s", (u,))
        cur.callproc(u) # ! sql
        cur.copy_expert(q, f) # ! sql
    pd.read_sql(q, conn) # ! sql
    pd.read_sql_query(q, conn) # ! sql
    peewee.RawQuery(q) # ! sql
    peewee.SQL(q) # ! sql
    X.raw(q) # ! sql
    X.objects.annotate(v=RawSQL(q, [])) # ! sql
    X.objects.extra(select={"a": u}) # ! sql
    X.objects.extra(order_by=[u])
@app.route("/nosql")
def nosql():
    j = request.get_json()
    client.db.users.find(j) # ? nosql
    client.db.users.find_one({"a": j["a"]}) # ? nosql
    client.db.users.find_one({"a": str(j["a"])})
    client.db.users.find({"$where": "this.a == '" + request.args["a"] + "'"}) # ! nosql
    client.db["users"].find(json.loads(request.args["q"])) # ? nosql
    collection = client["db"]["users"]
    collection.find({"a": json.loads(request.args["q"])}) # ? nosql
    collection.update_one({"a": request.json["a"]}, {"$set": {"b": 1}}) # ? nosql
    collection.delete_many(request.json) # ? nosql
    collection.aggregate(request.json["p"]) # ? nosql
    collection.find_one_and_update({"a": request.json["a"]}, {}) # ? nosql
    collection.find({"a": {"$eq": request.json["a"]}})
    collection.find({"a": request.args["a"]})
    client.get_database("a").get_collection("b").find(request.json) # ? nosql
    User.objects(__raw__=request.json) # ? nosql
    User.objects(name=request.json["a"]) # ? nosql
    mongo.db.users.find_one({"name": request.json["a"]}) # ? nosql
    client.db.users.find_one({"a": bson.ObjectId(request.json["id"])})
@app.route("/deser")
def deser():
    d = request.data
    pickle.loads(d) # ! deserialisation
    pickle.load(io.BytesIO(d)) # ! deserialisation
    pickle.Unpickler(io.BytesIO(d)).load() # ! deserialisation
    cPickle.loads(d) # ! deserialisation
    dill.loads(d) # ! deserialisation
    cloudpickle.loads(d) # ! deserialisation
    marshal.loads(d) # ! deserialisation
    shelve.open(request.args["f"]) # ! deserialisation path
    jsonpickle.decode(d) # ! deserialisation
    yaml.load(d) # ? deserialisation
    yaml.load(d, Loader=yaml.Loader) # ! deserialisation
    yaml.load(d, yaml.UnsafeLoader) # ! deserialisation
    yaml.load(d, Loader=yaml.CLoader) # ! deserialisation
    yaml.load(d, Loader=yaml.SafeLoader)
    yaml.load(d, Loader=yaml.CSafeLoader)
    yaml.unsafe_load(d) # ! deserialisation
    yaml.unsafe_load_all(d) # ! deserialisation
    yaml.full_load(d) # ? deserialisation
    ruamel.yaml.load(d) # ? deserialisation
    torch.load(io.BytesIO(d)) # ! deserialisation
    torch.load(io.BytesIO(d), weights_only=True)
    np.load(io.BytesIO(d), allow_pickle=True) # ! deserialisation
    np.load(io.BytesIO(d))
    pd.read_pickle(io.BytesIO(d)) # ! deserialisation
    joblib.load(io.BytesIO(d)) # ! deserialisation
    jload(io.BytesIO(d)) # ! deserialisation
    import base64
    pickle.loads(base64.b64decode(request.cookies["a"])) # ! deserialisation
    pickle.loads(request.files["f"].read()) # ! deserialisation
    pickle.load(request.files["f"]) # ! deserialisation
@app.route("/path")
def path():
    p = request.args["p"]
    open(p) # ! path
    io.open(p) # ! path
    codecs.open(p) # ! path
    os.open(p, 0) # ! path
    Path(p).read_text() # ! path
    (Path("/srv") / p).read_bytes() # ! path
    Path("/srv").joinpath(p).open() # ! path
    pathlib.Path("/srv", p).write_text("a") # ! path
    os.remove(os.path.join("/srv", p)) # ! path
    os.unlink(p) # ! path
    os.listdir(p) # ! path
    os.walk(p) # ? path
    shutil.copy(p, "a") # ! path
    shutil.rmtree("/srv/" + p) # ! path
    shutil.move("a", p) # ! path
    shutil.copyfileobj(a, b)
    send_file(p) # ! path
    send_file("/srv/" + p) # ! path
    send_from_directory("/srv", p)
    send_from_directory(p, "a") # ! path
    zipfile.ZipFile(p) # ! path
    tarfile.open(p) # ! path
    tempfile.mkdtemp(prefix=p) # ? path
    tempfile.NamedTemporaryFile(prefix=p) # ? path
    glob.glob("/srv/" + p) # ! path
    np.loadtxt(p) # ! path
    sqlite3.connect(p) # ! path
    request.files["f"].save("/srv/" + request.files["f"].filename) # ! path
    os.chdir(p) # ? path
    os.makedirs("/srv/" + p) # ! path
    with open("/srv/%s" % p) as f: # ! path
        pass
    os.path.exists(p) # ? path
    app.send_static_file(p)
    app.open_resource(p) # ! path
    logging.FileHandler(p) # ! path
@app.route("/tpl")
def tpl():
    t = request.args["t"]
    Environment().from_string(t) # ! template
    jinja2.Environment(loader=None).from_string("a" + t) # ! template
    JT(t).render() # ! template
    jinja2.Template(t) # ! template
    Template(t).render() # ! template
    mako.template.Template(text=t) # ! template
    DT(t) # ! template
    engines["django"].from_string(t) # ! template
    Response("<p>" + t) # ! xss
    make_response("<p>" + t) # ! xss
    Response(t, mimetype="text/plain")
    resp = make_response(t) # ! xss
    resp.headers["Content-Type"] = "text/html"
    return "<p>%s" % t, 200 # ! xss
`}})
}
