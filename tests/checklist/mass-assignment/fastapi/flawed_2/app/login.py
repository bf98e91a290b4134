import os

from fastapi import Depends, HTTPException
from fastapi.security import OAuth2PasswordBearer
from jose import JWTError, jwt

from app.orm import Person, db

bearer = OAuth2PasswordBearer(tokenUrl="login")


def person(token: str = Depends(bearer), session=Depends(db)) -> Person:
    try:
        key = jwt.decode(token, os.environ["FORUM_KEY"], algorithms=["HS256"])["sub"]
    except JWTError:
        raise HTTPException(401)
    found = session.get(Person, int(key))
    if found is None:
        raise HTTPException(401)
    return found


def moderator(me: Person = Depends(person)) -> Person:
    if not me.moderator:
        raise HTTPException(403)
    return me
