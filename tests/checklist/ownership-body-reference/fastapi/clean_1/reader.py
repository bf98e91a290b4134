import os

import jwt
from fastapi import Depends, HTTPException
from fastapi.security import HTTPBearer

from base import Reader, connect


def reader(token=Depends(HTTPBearer()), db=Depends(connect)) -> Reader:
    try:
        number = jwt.decode(token.credentials, os.environ["READER"], algorithms=["HS256"])["sub"]
    except jwt.PyJWTError:
        raise HTTPException(401)
    found = db.get(Reader, int(number))
    if found is None:
        raise HTTPException(401)
    return found
