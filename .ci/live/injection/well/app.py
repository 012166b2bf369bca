import os
import sqlite3

from flask import Flask, jsonify, render_template, request, send_from_directory

app = Flask(__name__)


def hats():
    database = sqlite3.connect(":memory:")
    database.executescript("CREATE TABLE hats (id INTEGER, name TEXT); INSERT INTO hats VALUES (1, 'Straw hat');")
    return database


@app.get("/version")
def version():
    return jsonify(version="1.4.0", commit=os.environ["COMMIT"])


@app.get("/search")
def search():
    return render_template("search.html", q=request.args.get("q", ""))


@app.get("/api/hats")
def find():
    rows = hats().execute("SELECT id, name FROM hats WHERE name = ?", (request.args.get("name", ""),)).fetchall()
    return jsonify(rows)


@app.get("/docs/<path:name>")
def document(name):
    return send_from_directory(os.path.join(app.root_path, "docs"), name)


@app.get("/download")
def download():
    return send_from_directory(os.path.join(app.root_path, "docs"), request.args.get("file", "terms.txt"))
