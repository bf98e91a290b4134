import logging
import os
from typing import Annotated

import jwt
from fastapi import Header, HTTPException

log = logging.getLogger(__name__)


def member(authorization: Annotated[str, Header()]):
    token = authorization.removeprefix("Bearer ")
    try:
        return jwt.decode(token, os.environ["KEY"], algorithms=["HS256"])["sub"]
    except jwt.ExpiredSignatureError:
        log.warning("expired token %s...", token[:8])
        raise HTTPException(401) from None
