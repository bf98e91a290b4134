import os
from typing import Annotated

import jwt
from fastapi import Header, HTTPException

from store import member_by_number


def known_member(authorization: Annotated[str, Header()]):
    try:
        claims = jwt.decode(authorization.removeprefix("Bearer "), os.environ["KEY"], algorithms=["HS256"])
    except jwt.InvalidTokenError:
        raise HTTPException(401) from None
    found = member_by_number(claims["sub"])
    if not found:
        raise HTTPException(401)
    return found
