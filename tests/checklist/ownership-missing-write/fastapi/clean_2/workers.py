import os

import jwt
from fastapi import Depends, HTTPException, Request
from sqlmodel import select

from tables import Worker, open_session


def current(request: Request, db=Depends(open_session)) -> Worker:
    value = request.headers.get("x-token")
    try:
        badge = jwt.decode(value or "", os.environ["BADGE_KEY"], algorithms=["HS256"])["badge"]
    except jwt.PyJWTError:
        raise HTTPException(401)
    worker = db.exec(select(Worker).where(Worker.badge == badge)).first()
    if worker is None:
        raise HTTPException(401)
    return worker
