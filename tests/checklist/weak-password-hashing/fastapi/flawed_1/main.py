from fastapi import Depends, FastAPI, HTTPException
from pydantic import BaseModel, EmailStr, Field

from accounts import Account, session
from digests import digest

app = FastAPI()


class SignUp(BaseModel):
    email: EmailStr
    password: str = Field(min_length=12, max_length=200)


@app.post("/accounts", status_code=201)
def sign_up(data: SignUp, db=Depends(session)):
    if db.query(Account).filter(Account.email == data.email).first():
        raise HTTPException(409)
    account = Account(email=data.email, password_hash=digest(data.password))
    db.add(account)
    db.commit()
    return {"id": account.id}
