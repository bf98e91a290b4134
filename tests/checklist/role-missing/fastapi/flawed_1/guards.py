import os

import jwt
from fastapi import Depends, HTTPException
from fastapi.security import HTTPBearer

from people import User, get_db


def signed_in(token=Depends(HTTPBearer()), db=Depends(get_db)) -> User:
    try:
        key = jwt.decode(token.credentials, os.environ["TOKEN_KEY"], algorithms=["HS256"])["sub"]
    except jwt.PyJWTError:
        raise HTTPException(401)
    user = db.get(User, key)
    if user is None:
        raise HTTPException(401)
    return user


def admin(user: User = Depends(signed_in)) -> User:
    if not user.is_admin:
        raise HTTPException(403)
    return user
