import os

import jwt
from fastapi import Depends, HTTPException, Request
from fastapi.requests import Request  # noqa: F811
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from members import member_by_number

bearer = HTTPBearer()


def known(request: Request, sent: HTTPAuthorizationCredentials = Depends(bearer)):
    try:
        claims = jwt.decode(sent.credentials, os.environ["KEY"], algorithms=["HS256"])
    except jwt.InvalidTokenError:
        raise HTTPException(401) from None
    member = member_by_number(claims["sub"])
    if member is None:
        raise HTTPException(401)
    request.state.member = member
    return member


def office(member=Depends(known)):
    if member.rank != "office":
        raise HTTPException(403)
    return member
