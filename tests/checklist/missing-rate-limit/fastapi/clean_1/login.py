import os
from datetime import datetime, timedelta, timezone

import jwt
from fastapi import APIRouter, Depends, HTTPException
from fastapi.security import OAuth2PasswordRequestForm
from pwdlib import PasswordHash

from users import User, get_db

router = APIRouter()
hashes = PasswordHash.recommended()


@router.post("/token")
def token(form: OAuth2PasswordRequestForm = Depends(), db=Depends(get_db)):
    user = db.query(User).filter(User.name == form.username).first()
    if user is None or not hashes.verify(form.password, user.hashed):
        raise HTTPException(401, "wrong name or password")
    end = datetime.now(timezone.utc) + timedelta(hours=1)
    return {"access_token": jwt.encode({"sub": user.name, "exp": end}, os.environ["KEY"], "HS256")}
