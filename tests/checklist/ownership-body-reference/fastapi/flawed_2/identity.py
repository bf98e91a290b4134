import os

from fastapi import Depends, HTTPException, Request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from tables import Person, work

signer = URLSafeTimedSerializer(os.environ["COOKIE_KEY"])


async def who(request: Request, db=Depends(work)) -> Person:
    try:
        number = signer.loads(request.cookies.get("sid", ""), max_age=3600)
    except BadSignature:
        raise HTTPException(401)
    person = await db.get(Person, number)
    if person is None:
        raise HTTPException(401)
    return person
