import os
from typing import Annotated

import jwt
from fastapi import Depends, HTTPException, Request


def session_claims(request: Request) -> dict:
    raw = request.cookies.get("session")
    if raw is None:
        raise HTTPException(status_code=401)
    try:
        return jwt.decode(raw, os.environ["SESSION_KEY"], algorithms=["HS256"])
    except jwt.InvalidTokenError:
        raise HTTPException(status_code=401)


Claims = Annotated[dict, Depends(session_claims)]
