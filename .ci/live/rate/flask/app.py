import os

from flask import Flask, jsonify
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

app = Flask(__name__)
limiter = Limiter(get_remote_address, app=app, default_limits=["30 per 10 seconds"], storage_uri="memory://", headers_enabled=True)


@app.get("/health")
@limiter.exempt
def health():
    return jsonify(status="ok")


@app.get("/version")
@limiter.exempt
def version():
    return jsonify(version="1.4.0", commit=os.environ["COMMIT"])


@app.post("/api/login")
@limiter.limit("5 per 10 seconds")
def login():
    return jsonify(title="Wrong name or password"), 401


@app.get("/api/products")
def products():
    return jsonify([{"id": 1, "name": "Straw hat"}])
