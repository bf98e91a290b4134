"""Who is calling: a bearer token signed with ES256, verified once and remembered, then the caller's row, fresh in every request."""
from __future__ import annotations

import time
from typing import Annotated

import jwt
from fastapi import Depends, HTTPException
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlalchemy import select

from fastapi_helpdesk.database import Session
from fastapi_helpdesk.models import Person
from fastapi_helpdesk.settings import get_settings

REMEMBERED = 10_000  # tokens; the oldest goes first

bearer = HTTPBearer(auto_error=False)
verified: dict[str, tuple[str, float]] = {}  # token -> (subject, expiry as Unix time)
refused = HTTPException(401, "Sign in first.", headers={"WWW-Authenticate": "Bearer"})


def subject_of(token: str) -> str:
    known = verified.get(token)
    if known is not None and known[1] > time.time():
        return known[0]
    try:
        read = jwt.decode_complete(
            token, get_settings().token_public_key, algorithms=["ES256"], options={"require": ["sub", "exp"], "verify_aud": False})
    except jwt.InvalidTokenError as fault:
        raise refused from fault
    claims = read["payload"]
    if read["header"].get("typ") != "at+jwt":  # RFC 9068: no other kind of token passes as an access token
        raise refused
    if len(verified) >= REMEMBERED:
        verified.pop(next(iter(verified)))
    subject = str(claims["sub"])
    verified[token] = (subject, float(claims["exp"]))
    return subject


async def get_caller(session: Session, credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]) -> Person:
    if credentials is None:
        raise refused
    person = await session.scalar(select(Person).where(Person.id == subject_of(credentials.credentials)))
    if person is None:
        raise refused
    return person


Caller = Annotated[Person, Depends(get_caller)]
