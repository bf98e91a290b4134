import os

import jwt
from fastapi import Depends, HTTPException
from fastapi.security import HTTPBearer

from rooms import Person, transaction

bearer = HTTPBearer(auto_error=True)


def person(token=Depends(bearer), db=Depends(transaction)) -> Person:
    try:
        claims = jwt.decode(token.credentials, os.environ["SIGNING"], algorithms=["HS256"])
    except jwt.PyJWTError:
        raise HTTPException(401)
    found = db.get(Person, claims["sub"])
    if found is None:
        raise HTTPException(401)
    return found
