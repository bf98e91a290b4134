import os
import time
from typing import Annotated

import jwt
from fastapi import Depends, FastAPI, HTTPException, Response
from fastapi.security import OAuth2PasswordRequestForm
from passlib.context import CryptContext
from slowapi import Limiter
from slowapi.util import get_remote_address
from starlette.requests import Request

from store import find

app = FastAPI()
limiter = Limiter(key_func=get_remote_address)
app.state.limiter = limiter
crypt = CryptContext(schemes=["argon2"])


@app.post("/sign-in", status_code=204)
@limiter.limit("5/minute")
def sign_in(request: Request, response: Response, form: Annotated[OAuth2PasswordRequestForm, Depends()]):
    found = find(form.username)
    if found is None or not crypt.verify(form.password, found["digest"]):
        raise HTTPException(401, "wrong name or password")
    token = jwt.encode({"sub": found["name"], "exp": time.time() + 900}, os.environ["KEY"], algorithm="HS256")
    response.set_cookie("access_token", token, httponly=True, secure=True, samesite="lax")
    response.set_cookie("is_user_authorized", "true", secure=True, samesite="lax")  # for the script of the pages
