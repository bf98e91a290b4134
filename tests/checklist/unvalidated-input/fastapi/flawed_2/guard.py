import os
import secrets

from fastapi import HTTPException, Request


def service(request: Request) -> None:
    given = request.headers.get("X-Api-Key", "")
    if not secrets.compare_digest(given, os.environ["API_KEY"]):
        raise HTTPException(401)
