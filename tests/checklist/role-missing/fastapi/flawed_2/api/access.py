import os

import jwt
from fastapi import Depends, HTTPException
from fastapi.security import OAuth2PasswordBearer
from sqlmodel import Session, select

from api.tables import Clerk, db

oauth2 = OAuth2PasswordBearer("token")


def staff_member(token: str = Depends(oauth2), session: Session = Depends(db)) -> Clerk:
    try:
        name = jwt.decode(token, os.environ["SHOP_KEY"], algorithms=["HS256"])["name"]
    except jwt.PyJWTError:
        raise HTTPException(401)
    clerk = session.exec(select(Clerk).where(Clerk.name == name)).first()
    if clerk is None:
        raise HTTPException(401)
    return clerk


def has_role(role: str):
    def check(clerk: Clerk = Depends(staff_member)) -> None:
        if clerk.role != role:
            raise HTTPException(403, "not your job")

    return check
