import os
import sqlite3

from flask import Flask, jsonify, request, send_file

app = Flask(__name__)


def hats():
    database = sqlite3.connect(":memory:")
    database.executescript("CREATE TABLE hats (id INTEGER, name TEXT); INSERT INTO hats VALUES (1, 'Straw hat');")
    return database


@app.errorhandler(sqlite3.Error)
def broken(error):
    return jsonify(title=str(error)), 500


@app.get("/version")
def version():
    return jsonify(version="1.4.0", commit=os.environ["COMMIT"])


@app.get("/search")
def search():
    return f"<!doctype html><title>Search</title><h1>Results for {request.args.get('q', '')}</h1>"


@app.get("/api/hats")
def find():
    rows = hats().execute(f"SELECT id, name FROM hats WHERE name = '{request.args.get('name', '')}'").fetchall()
    return jsonify(rows)


@app.get("/download")
def download():
    return send_file(os.path.join(app.root_path, "docs", request.args.get("file", "terms.txt")))
