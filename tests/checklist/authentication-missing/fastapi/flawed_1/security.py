import os

import jwt
from fastapi import Depends, HTTPException
from fastapi.security import HTTPBearer

from database import get_db
from models import Member

bearer = HTTPBearer()


def current_member(token=Depends(bearer), db=Depends(get_db)) -> Member:
    try:
        claims = jwt.decode(token.credentials, os.environ["JWT_KEY"], algorithms=["HS256"])
    except jwt.PyJWTError:
        raise HTTPException(401, "bad token")
    member = db.get(Member, int(claims["sub"]))
    if member is None:
        raise HTTPException(401, "bad token")
    return member
