import os

import jwt
from fastapi import Depends, HTTPException
from fastapi.security import HTTPBearer

from tables import Guest, connect


def guest(token=Depends(HTTPBearer()), db=Depends(connect)) -> Guest:
    try:
        key = jwt.decode(token.credentials, os.environ["T"], algorithms=["HS256"])["sub"]
    except jwt.PyJWTError:
        raise HTTPException(401)
    found = db.get(Guest, key)
    if found is None:
        raise HTTPException(401)
    return found


def host(me: Guest = Depends(guest)) -> Guest:
    if not me.host:
        raise HTTPException(403)
    return me
