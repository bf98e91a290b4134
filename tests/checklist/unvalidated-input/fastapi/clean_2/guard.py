import hmac
import os

from fastapi import Header, HTTPException


def service(x_api_key: str = Header()) -> None:
    if not hmac.compare_digest(x_api_key, os.environ["API_KEY"]):
        raise HTTPException(401)
