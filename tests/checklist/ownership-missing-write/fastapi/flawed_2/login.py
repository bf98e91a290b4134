import os

import jwt
from fastapi import HTTPException, Request


class Login:
    def __init__(self, scopes: tuple[str, ...] = ()):
        self.scopes = scopes

    def __call__(self, request: Request) -> int:
        token = request.headers.get("Authorization", "")[7:]
        if not token:
            raise HTTPException(401)
        try:
            payload = jwt.decode(token, os.environ["JWT_SECRET"], algorithms=["HS256"])
        except jwt.PyJWTError:
            raise HTTPException(401)
        return int(payload["uid"])


login = Login()
