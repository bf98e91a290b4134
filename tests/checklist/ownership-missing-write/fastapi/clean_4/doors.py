import os

import jwt
from fastapi import Depends, HTTPException
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from tables import Member, session

bearer = HTTPBearer()


def known(sent: HTTPAuthorizationCredentials = Depends(bearer)):
    try:
        claims = jwt.decode(sent.credentials, os.environ["KEY"], algorithms=["HS256"])
    except jwt.InvalidTokenError:
        raise HTTPException(401) from None
    member = session.get(Member, int(claims["sub"]))
    if member is None:
        raise HTTPException(401)
    return member
