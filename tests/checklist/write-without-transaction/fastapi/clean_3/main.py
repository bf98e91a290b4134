import secrets
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException, Request, Response
from pydantic import BaseModel, Field
from pwdlib import PasswordHash
from slowapi import Limiter
from slowapi.util import get_remote_address
from sqlmodel import Session, select

from tables import Member, Visit, with_session

app = FastAPI()
limiter = Limiter(key_func=get_remote_address)
app.state.limiter = limiter
hasher = PasswordHash.recommended()


class Joining(BaseModel):
    name: str = Field(max_length=60)
    password: str = Field(min_length=12, max_length=200)


class Visits:
    def __init__(self, session: Session):
        self.session = session

    def begin(self, response: Response, member: Member) -> None:
        token = secrets.token_urlsafe(32)
        self.session.add(Visit(token=hasher.hash(token), member_id=member.id))
        self.session.commit()
        response.set_cookie("__Host-session", token, httponly=True, secure=True, samesite="lax")


@app.post("/members", status_code=204)
@limiter.limit("5/minute")
def join(request: Request, response: Response, data: Joining, session: Annotated[Session, Depends(with_session)]):
    if session.exec(select(Member).where(Member.name == data.name)).first():
        raise HTTPException(409, "choose another name")
    member = Member(name=data.name, password_hash=hasher.hash(data.password))
    session.add(member)
    session.commit()
    Visits(session).begin(response, member)
