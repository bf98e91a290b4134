import os

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

from wishes import wish

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=os.environ["SESSION_KEY"], same_site="none", https_only=True)


@app.post("/wishes")
async def add(request: Request, title: str):
    request.session.setdefault("wishes", []).append(wish(title))
    return {"count": len(request.session["wishes"])}
