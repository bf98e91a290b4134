import os

import jwt
from fastapi import Request
from fastapi.responses import JSONResponse
from starlette.middleware.base import BaseHTTPMiddleware

OPEN = {"/status", "/webhooks/mail"}


class Gate(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next):
        if request.url.path in OPEN:
            return await call_next(request)
        header = request.headers.get("Authorization", "")
        try:
            claims = jwt.decode(header.removeprefix("Bearer "), os.environ["KEY"], algorithms=["ES256"])
        except jwt.PyJWTError:
            return JSONResponse({"error": "sign in"}, status_code=401)
        request.state.subject = claims["sub"]
        return await call_next(request)
