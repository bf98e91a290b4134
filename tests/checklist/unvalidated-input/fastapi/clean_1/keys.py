import os

import jwt
from fastapi import Header, HTTPException


def caller(authorization: str = Header()) -> str:
    try:
        return jwt.decode(authorization[7:], os.environ["KEY"], algorithms=["HS256"])["sub"]
    except jwt.PyJWTError:
        raise HTTPException(401)
