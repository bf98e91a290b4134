import os

import jwt
from fastapi import Depends, HTTPException
from fastapi.security import OAuth2PasswordBearer

from model import Seller, session

oauth = OAuth2PasswordBearer(tokenUrl="/token")


def seller(token: str = Depends(oauth), db=Depends(session)) -> Seller:
    try:
        email = jwt.decode(token, os.environ["MARKET_KEY"], algorithms=["HS256"])["sub"]
    except jwt.PyJWTError:
        raise HTTPException(401)
    found = db.query(Seller).filter(Seller.email == email).first()
    if found is None:
        raise HTTPException(401)
    return found
