import os

import jwt
from fastapi import Depends, HTTPException, status
from fastapi.security import HTTPBearer

from staff import Worker, tx


def worker(token=Depends(HTTPBearer()), db=Depends(tx)) -> Worker:
    try:
        number = jwt.decode(token.credentials, os.environ["STAFF"], algorithms=["HS256"])["sub"]
    except jwt.PyJWTError:
        raise HTTPException(status.HTTP_401_UNAUTHORIZED)
    found = db.get(Worker, number)
    if found is None:
        raise HTTPException(status.HTTP_401_UNAUTHORIZED)
    return found


def manager(me: Worker = Depends(worker)) -> Worker:
    if me.grade not in ("manager", "owner"):
        raise HTTPException(status.HTTP_403_FORBIDDEN)
    return me
