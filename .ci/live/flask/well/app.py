import os
from functools import wraps

import jwt
from flask import Flask, abort, jsonify, request, session

app = Flask(__name__)
app.secret_key = os.environ["SECRET"]
app.config.update(SESSION_COOKIE_SECURE=True, SESSION_COOKIE_HTTPONLY=True, SESSION_COOKIE_SAMESITE="Lax")


def login_required(view):
    @wraps(view)
    def guarded(*args, **kwargs):
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme != "Bearer":
            abort(401)
        try:
            jwt.decode(token, os.environ["SECRET"], algorithms=["HS256"])
        except jwt.PyJWTError:
            abort(401)
        return view(*args, **kwargs)

    return guarded


@app.after_request
def careful(response):
    response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'self'; frame-ancestors 'none'"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@app.errorhandler(401)
def unauthorized(error):
    return jsonify(title="Unauthorized", status=401), 401, {"WWW-Authenticate": "Bearer"}


@app.errorhandler(404)
def missing(error):
    if request.path.startswith("/api/"):
        return jsonify(title="Not found", status=404), 404
    return "<!doctype html><title>Not here</title><h1>We do not have this</h1><a href='/'>Back to the hats</a>", 404


@app.errorhandler(500)
def broken(error):
    return "<!doctype html><title>Sorry</title><h1>Something went wrong</h1>", 500


@app.get("/")
def home():
    session["seen"] = True
    return "<!doctype html><title>Acme shop</title><h1>Hats for everybody</h1><p>Straw, felt and wool.</p>"


@app.get("/health")
def health():
    return jsonify(status="ok")


@app.get("/status")
def status():
    return jsonify(status="ok", database="up")


@app.get("/version")
def version():
    return jsonify(version="1.4.0", commit=os.environ["COMMIT"])


@app.get("/metrics")
@login_required
def metrics():
    return "# HELP up Up.\n# TYPE up gauge\nup 1\n", 200, {"Content-Type": "text/plain"}


@app.get("/api/orders")
@login_required
def orders():
    return jsonify([{"id": 1}])


@app.get("/api/orders/<int:number>")
@login_required
def order(number):
    return jsonify(id=number)


@app.post("/api/orders")
@login_required
def create():
    return jsonify(id=2), 201
