from datetime import datetime, timedelta, timezone

import jwt
from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import HTTPBearer

from settings import settings

app = FastAPI()


def subject(token=Depends(HTTPBearer())) -> str:
    try:
        return jwt.decode(token.credentials, settings.jwt_key.get_secret_value(), algorithms=[settings.algorithm])["sub"]
    except jwt.PyJWTError:
        raise HTTPException(401)


@app.post("/renew")
def renew(who: str = Depends(subject)):
    end = datetime.now(timezone.utc) + timedelta(minutes=10)
    return {"token": jwt.encode({"sub": who, "exp": end}, settings.jwt_key.get_secret_value(), algorithm=settings.algorithm)}
