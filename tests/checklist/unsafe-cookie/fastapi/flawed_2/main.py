import os
from datetime import datetime, timedelta, timezone

import jwt
from fastapi import Depends, FastAPI, HTTPException
from fastapi.responses import RedirectResponse

from partner import identity

app = FastAPI()


def ticket(subject: str) -> str:
    return jwt.encode({"sub": subject, "exp": datetime.now(timezone.utc) + timedelta(hours=8)}, os.environ["KEY"], algorithm="HS256")


@app.get("/callback")
async def callback(who: str = Depends(identity)):
    answer = RedirectResponse("/")
    answer.set_cookie(key="ticket", value=ticket(who), httponly=False, secure=True)
    return answer
