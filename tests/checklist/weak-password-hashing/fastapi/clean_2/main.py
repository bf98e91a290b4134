import hashlib
import secrets

from fastapi import Depends, FastAPI, HTTPException, Request
from pydantic import BaseModel
from slowapi import Limiter
from slowapi.util import get_remote_address

from members import Member, ResetToken, session
from pwd_tools import pwd

app = FastAPI()
app.state.limiter = limiter = Limiter(key_func=get_remote_address)


class Reset(BaseModel):
    token: str
    password: str


@app.post("/reset")
@limiter.limit("3/minute")
def reset(request: Request, data: Reset, db=Depends(session)):
    """Reset tokens have 256 bits: a fast hash is right for them."""
    digest = hashlib.sha256(data.token.encode()).hexdigest()
    token = db.query(ResetToken).filter(ResetToken.digest == digest).first()
    if token is None:
        raise HTTPException(400, "expired")
    member = db.get(Member, token.member_id)
    member.password_hash = pwd.hash(data.password)
    db.delete(token)
    db.commit()
    return {"ok": True}
