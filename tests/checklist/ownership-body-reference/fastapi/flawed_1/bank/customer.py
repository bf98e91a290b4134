import os

import jwt
from fastapi import Depends, HTTPException
from fastapi.security import HTTPBearer
from sqlmodel import select

from .data import Customer, db


def customer(sent=Depends(HTTPBearer()), session=Depends(db)) -> Customer:
    try:
        number = jwt.decode(sent.credentials, os.environ["BANK_KEY"], algorithms=["ES256"])["sub"]
    except jwt.PyJWTError:
        raise HTTPException(401)
    found = session.exec(select(Customer).where(Customer.number == number)).first()
    if found is None:
        raise HTTPException(401)
    return found
