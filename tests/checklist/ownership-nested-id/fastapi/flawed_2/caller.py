import os

import jwt
from fastapi import Header, HTTPException


def caller(authorization: str = Header(...)) -> int:
    try:
        return jwt.decode(authorization.removeprefix("Bearer "), os.environ["JWT_KEY"], algorithms=["HS256"])["uid"]
    except jwt.PyJWTError:
        raise HTTPException(status_code=401)
