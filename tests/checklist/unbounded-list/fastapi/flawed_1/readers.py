import os

import jwt
from fastapi import Depends, HTTPException
from fastapi.security import HTTPBearer

from messages import Reader, session


def reader(token=Depends(HTTPBearer()), db=Depends(session)) -> Reader:
    try:
        number = jwt.decode(token.credentials, os.environ["K"], algorithms=["HS256"])["sub"]
    except jwt.PyJWTError:
        raise HTTPException(401)
    found = db.get(Reader, number)
    if found is None:
        raise HTTPException(401)
    return found
