import os

import jwt
from fastapi import Depends, HTTPException
from fastapi.security import OAuth2PasswordBearer

from model import User, get_db


def get_user(token: str = Depends(OAuth2PasswordBearer("login")), db=Depends(get_db)) -> User:
    try:
        login = jwt.decode(token, os.environ["K"], algorithms=["HS256"])["sub"]
    except jwt.PyJWTError:
        raise HTTPException(401)
    user = db.query(User).filter(User.login == login).first()
    if user is None:
        raise HTTPException(401)
    return user
