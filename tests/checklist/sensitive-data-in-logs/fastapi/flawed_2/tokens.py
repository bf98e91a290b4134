import os

import jwt
from fastapi import Depends, HTTPException
from fastapi.security import HTTPBearer


def subject(token=Depends(HTTPBearer())) -> str:
    try:
        return jwt.decode(token.credentials, os.environ["KEY"], algorithms=["HS256"])["sub"]
    except jwt.PyJWTError:
        raise HTTPException(401)
