from fastapi import Depends, FastAPI, HTTPException, Request
from pwdlib import PasswordHash
from pydantic import BaseModel
from sqlalchemy import select

from club.limits import limiter
from club.members import Member, session

app = FastAPI()
app.state.limiter = limiter
hashes = PasswordHash.recommended()
NOBODY = hashes.hash("nobody's password")
WRONG = HTTPException(401, "wrong address or password")


class Credentials(BaseModel):
    email: str
    password: str


@app.post("/sign-in")
@limiter.limit("5/minute")
def sign_in(request: Request, given: Credentials, db=Depends(session)):
    member = db.scalar(select(Member).where(Member.email == given.email))
    fits = hashes.verify(given.password, NOBODY if member is None else member.password_hash)
    if member is None or not fits:
        raise WRONG
    return {"member": member.id}
