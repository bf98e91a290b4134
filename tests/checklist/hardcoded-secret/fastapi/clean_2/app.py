from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

from config import session_secret

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=session_secret(), https_only=True)


@app.get("/cart")
def cart(request: Request):
    return {"items": request.session.get("items", [])}
