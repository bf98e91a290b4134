from fastapi import Depends, FastAPI, HTTPException, Request
from pwdlib import PasswordHash
from pydantic import BaseModel
from sqlalchemy import select

from club.limits import limiter
from club.members import Member, session

app = FastAPI()
app.state.limiter = limiter
hashes = PasswordHash.recommended()


class Credentials(BaseModel):
    email: str
    password: str


@app.post("/sign-in")
@limiter.limit("5/minute")
def sign_in(request: Request, given: Credentials, db=Depends(session)):
    member = db.scalar(select(Member).where(Member.email == given.email))
    if member is None:
        raise HTTPException(401, "nobody has this address")
    if not hashes.verify(given.password, member.password_hash):
        raise HTTPException(401, "the password is wrong")
    return {"member": member.id}
