import os

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

from constants import FALLBACK

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=os.environ.get("SESSION_SECRET", FALLBACK), https_only=True)


@app.get("/cart")
def cart(request: Request):
    return {"items": request.session.get("items", [])}
