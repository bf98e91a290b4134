import os
from typing import Annotated

from fastapi import Depends, HTTPException
from fastapi.security import OAuth2PasswordBearer
from jose import JWTError, jwt
from sqlmodel import Session, select

from app.db import Account, session

scheme = OAuth2PasswordBearer(tokenUrl="token")


def signed_in(raw: Annotated[str, Depends(scheme)], db: Annotated[Session, Depends(session)]) -> Account:
    failure = HTTPException(status_code=401, detail="not signed in")
    try:
        email = jwt.decode(raw, os.environ["KEY"], algorithms=["HS256"]).get("sub")
    except JWTError as error:
        raise failure from error
    account = db.exec(select(Account).where(Account.email == email)).first()
    if account is None:
        raise failure
    return account


SignedIn = Annotated[Account, Depends(signed_in)]
Db = Annotated[Session, Depends(session)]
