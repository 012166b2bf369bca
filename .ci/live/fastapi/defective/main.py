import os

import jwt
from fastapi import Depends, FastAPI, Header, HTTPException, Response
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import HTMLResponse

app = FastAPI(debug=True)
app.add_middleware(CORSMiddleware, allow_origin_regex=".*", allow_credentials=True, allow_methods=["*"])


def get_current_user(authorization: str = Header("")):
    try:
        return jwt.decode(authorization.replace("Bearer ", ""), options={"verify_signature": False})
    except jwt.PyJWTError:
        raise HTTPException(status_code=401)


@app.get("/", response_class=HTMLResponse)
def home(response: Response):
    response.set_cookie("access_token", "b7d1")
    return "<!doctype html><title>Acme shop</title><h1>Hats for everybody</h1><p>Straw, felt and wool.</p>"


@app.get("/healthz")
def health():
    return {"status": "ok"}


@app.get("/version")
def version():
    return {"version": "1.4.0", "commit": os.environ["COMMIT"]}


@app.get("/api/orders")
def orders(user=Depends(get_current_user)):
    return [{"id": 1}]


@app.get("/api/accounts")
def accounts():
    return [{"id": 1, "iban": "CH00"}]


@app.get("/hats/{name}")
def hat(name: str):
    return {"straw": 12}[name]
