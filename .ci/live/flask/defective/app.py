import os
from functools import wraps

import jwt
from flask import Flask, abort, jsonify, request

app = Flask(__name__)
app.secret_key = os.environ["SECRET"]


def login_required(view):
    @wraps(view)
    def guarded(*args, **kwargs):
        token = request.headers.get("Authorization", "").replace("Bearer ", "")
        try:
            jwt.decode(token, options={"verify_signature": False})
        except jwt.PyJWTError:
            abort(401)
        return view(*args, **kwargs)

    return guarded


@app.after_request
def origins(response):
    if request.headers.get("Origin") == "null":
        response.headers["Access-Control-Allow-Origin"] = "null"
        response.headers["Access-Control-Allow-Credentials"] = "true"
    response.headers["Strict-Transport-Security"] = "max-age=3600"
    response.headers["X-Frame-Options"] = "DENY"
    return response


@app.get("/")
def home():
    response = app.make_response("<!doctype html><title>Acme shop</title><h1>Hats for everybody</h1>")
    response.set_cookie("remember_token", "c2f7", secure=True)
    return response


@app.get("/version")
def version():
    return jsonify(version="1.4.0", commit=os.environ["COMMIT"])


@app.get("/api/orders")
@login_required
def orders():
    return jsonify([{"id": 1}])


@app.get("/api/users")
def users():
    return jsonify([{"id": 1, "name": "Dana"}])


@app.get("/api/<path:rest>")
def rest(rest):
    raise KeyError(rest)


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(os.environ["PORT"]), debug=True, use_reloader=False,
            ssl_context=(os.environ["CERTIFICATE"], os.environ["KEY"]))
