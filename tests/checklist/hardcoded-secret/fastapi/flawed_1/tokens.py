from datetime import datetime, timedelta, timezone

import jwt

from settings import settings


def issue(subject: str) -> str:
    end = datetime.now(timezone.utc) + timedelta(minutes=settings.token_minutes)
    return jwt.encode({"sub": subject, "exp": end}, settings.jwt_key, algorithm="HS256")


def read(token: str) -> str:
    return jwt.decode(token, settings.jwt_key, algorithms=["HS256"])["sub"]
