import os

import jwt
from fastapi import Depends, Header, HTTPException

from models import User, db_session


def signed_in(authorization: str = Header(), db=Depends(db_session)) -> User:
    kind, _, token = authorization.partition(" ")
    if kind != "Bearer":
        raise HTTPException(401)
    try:
        handle = jwt.decode(token, os.environ["JWT"], algorithms=["HS512"])["handle"]
    except jwt.PyJWTError:
        raise HTTPException(401)
    user = db.query(User).filter_by(handle=handle).one_or_none()
    if user is None:
        raise HTTPException(401)
    return user
