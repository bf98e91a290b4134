import os
from typing import Annotated

import jwt
from fastapi import Depends, HTTPException
from fastapi.security import HTTPBearer


def claims(token=Depends(HTTPBearer())) -> dict:
    try:
        return jwt.decode(token.credentials, os.environ["ZOO"], algorithms=["HS256"])
    except jwt.PyJWTError:
        raise HTTPException(401)


Caller = Annotated[dict, Depends(claims)]


def require(caller: dict, role: str) -> None:
    if role not in caller.get("roles", []):
        raise HTTPException(403)
