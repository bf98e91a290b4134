import os

from fastapi import Depends, FastAPI, Response

from settings import settings

app = FastAPI()


@app.post("/csrf")
def csrf(response: Response):
    """The page's own script must read this one."""
    response.set_cookie("csrf_token", os.urandom(16).hex(), secure=settings.secure, samesite="strict")
    return {}


@app.post("/logout")
def logout(response: Response):
    response.delete_cookie("session")
    return {}
