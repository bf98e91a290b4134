import os
from typing import Annotated

import jwt
from fastapi import Header, HTTPException
from starlette.authentication import AuthCredentials, AuthenticationBackend, SimpleUser


class Backend(AuthenticationBackend):
    async def authenticate(self, conn):
        token = conn.headers.get("Authorization", "").removeprefix("Bearer ")
        claims = jwt.decode(token, os.environ["KEY"], algorithms=["HS256"]) if token else None
        return (AuthCredentials(["authenticated"]), SimpleUser(claims["sub"])) if claims else None


def known(authorization: Annotated[str, Header()]):
    try:
        return jwt.decode(authorization, os.environ["KEY"], algorithms=["HS256"])["sub"]
    except jwt.InvalidTokenError:
        raise HTTPException(401) from None
