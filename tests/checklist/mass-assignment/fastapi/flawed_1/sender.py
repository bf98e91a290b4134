import os

import jwt
from fastapi import Depends, HTTPException
from fastapi.security import HTTPBearer

from model import Profile, db


def sender(token=Depends(HTTPBearer()), session=Depends(db)) -> Profile:
    try:
        key = jwt.decode(token.credentials, os.environ["KEY"], algorithms=["HS256"])["sub"]
    except jwt.PyJWTError:
        raise HTTPException(401)
    found = session.get(Profile, key)
    if found is None:
        raise HTTPException(401)
    return found
