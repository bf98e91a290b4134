import os

import jwt
from fastapi import Cookie, Depends, HTTPException

from storage import Member, database


def member(sid: str = Cookie(), db=Depends(database)) -> Member:
    try:
        number = jwt.decode(sid, os.environ["SID_KEY"], algorithms=["HS256"])["n"]
    except jwt.PyJWTError:
        raise HTTPException(401)
    row = db.get(Member, number)
    if row is None:
        raise HTTPException(401)
    return row
