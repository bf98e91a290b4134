import os
from datetime import datetime, timedelta, timezone

from jose import jwt

KEYS = {"2024": os.environ["KEY_2024"], "2025": os.environ["KEY_2025"]}


def create_token(data: dict, lifetime: timedelta = timedelta(minutes=15)) -> str:
    to_encode = data.copy()
    to_encode.update({"exp": datetime.now(timezone.utc) + lifetime})
    return jwt.encode(to_encode, KEYS["2025"], algorithm="HS256", headers={"kid": "2025"})


def key_of(token: str) -> str:
    kid = jwt.get_unverified_claims(token).get("kid", "2025")
    return KEYS.get(kid, KEYS["2025"])
