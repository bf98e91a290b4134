import os

from fastapi import Depends, HTTPException
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from jose import jwt
from jose.exceptions import JWTError
from sqlalchemy import select

from shop.entities import Buyer, unit


async def buyer(sent: HTTPAuthorizationCredentials = Depends(HTTPBearer()), session=Depends(unit)) -> Buyer:
    try:
        email = jwt.decode(sent.credentials, os.environ["KEY"], algorithms=["HS256"])["email"]
    except JWTError:
        raise HTTPException(401)
    found = (await session.execute(select(Buyer).where(Buyer.email == email))).scalar_one_or_none()
    if found is None:
        raise HTTPException(401)
    return found
