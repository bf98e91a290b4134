import os
from datetime import datetime, timedelta, timezone

import bcrypt
import jwt
from fastapi import APIRouter, Depends, HTTPException
from fastapi.security import OAuth2PasswordRequestForm

from users import User, get_db

router = APIRouter()


def check(db, name: str, word: str) -> User:
    user = db.query(User).filter(User.name == name).first()
    if user is None or not bcrypt.checkpw(word.encode(), user.hashed.encode()):
        raise HTTPException(401, "wrong name or password")
    return user


@router.post("/token")
def token(form: OAuth2PasswordRequestForm = Depends(), db=Depends(get_db)):
    user = check(db, form.username, form.password)
    end = datetime.now(timezone.utc) + timedelta(hours=1)
    return {"access_token": jwt.encode({"sub": user.name, "exp": end}, os.environ["KEY"], "HS256")}
