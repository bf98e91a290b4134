import os

import jwt
from fastapi import Depends, HTTPException
from fastapi.security import HTTPBearer

keys = jwt.PyJWKClient(os.environ["JWKS_URL"])


def claims(sent=Depends(HTTPBearer())) -> dict:
    """The header only chooses among the issuer's published keys."""
    try:
        key = keys.get_signing_key_from_jwt(sent.credentials)
        return jwt.decode(sent.credentials, key.key, algorithms=["RS256"], audience="api", options={"require": ["exp", "sub"]})
    except jwt.PyJWTError:
        raise HTTPException(401)
