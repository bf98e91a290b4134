from fastapi import Depends, FastAPI, HTTPException, Request
from passlib.context import CryptContext
from slowapi import Limiter
from slowapi.util import get_remote_address
from sqlmodel import Session, select

from schemas import Login, MemberRead
from tables import Member, session

app = FastAPI()
limiter = Limiter(key_func=get_remote_address)
app.state.limiter = limiter
crypt = CryptContext(schemes=["argon2"])


@app.post("/login", response_model=MemberRead)
@limiter.limit("5/minute")
def login(request: Request, data: Login, db: Session = Depends(session)):
    member = db.exec(select(Member).where(Member.email == data.email)).first()
    if member is None or not crypt.verify(data.phrase, member.phrase_digest):
        raise HTTPException(401, "wrong email or phrase")
    return member
