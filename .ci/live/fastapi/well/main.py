import os

import jwt
from fastapi import Depends, FastAPI, HTTPException, Request
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
bearer = HTTPBearer(auto_error=False)


def get_current_user(credentials: HTTPAuthorizationCredentials = Depends(bearer)):
    if credentials is None:
        raise HTTPException(status_code=401, headers={"WWW-Authenticate": "Bearer"})
    try:
        return jwt.decode(credentials.credentials, os.environ["SECRET"], algorithms=["HS256"])
    except jwt.PyJWTError:
        raise HTTPException(status_code=401, headers={"WWW-Authenticate": "Bearer"})


@app.middleware("http")
async def careful(request: Request, call_next):
    response = await call_next(request)
    response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'self'; frame-ancestors 'none'"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@app.exception_handler(404)
async def missing(request: Request, error):
    if request.url.path.startswith("/api/"):
        return JSONResponse({"title": "Not found", "status": 404}, status_code=404)
    return HTMLResponse("<!doctype html><title>Not here</title><h1>We do not have this</h1><a href='/'>Home</a>", status_code=404)


@app.get("/", response_class=HTMLResponse)
def home():
    return "<!doctype html><title>Acme shop</title><h1>Hats for everybody</h1><p>Straw, felt and wool.</p>"


@app.get("/health")
def health():
    return {"status": "ok"}


@app.get("/status")
def status():
    return {"status": "ok", "database": "up"}


@app.get("/version")
def version():
    return {"version": "1.4.0", "commit": os.environ["COMMIT"]}


@app.get("/metrics", response_class=PlainTextResponse)
def metrics(user=Depends(get_current_user)):
    return "# HELP up Up.\n# TYPE up gauge\nup 1\n"


@app.get("/api/orders")
def orders(user=Depends(get_current_user)):
    return [{"id": 1}]


@app.get("/api/orders/{number}")
def order(number: int, user=Depends(get_current_user)):
    return {"id": number}


@app.delete("/api/orders/{number}", status_code=204)
def remove(number: int, user=Depends(get_current_user)):
    return None
