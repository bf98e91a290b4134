import os

import jwt
from fastapi import Depends, HTTPException
from fastapi.security import APIKeyCookie

from .store import Cook, get_session

cookie = APIKeyCookie(name="cook")


def cook(raw=Depends(cookie), db=Depends(get_session)) -> Cook:
    try:
        data = jwt.decode(raw, os.environ["COOK_KEY"], algorithms=["HS256"])
    except jwt.PyJWTError:
        raise HTTPException(401)
    found = db.get(Cook, data["id"])
    if not found:
        raise HTTPException(401)
    return found
