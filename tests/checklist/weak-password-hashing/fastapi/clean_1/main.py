from fastapi import Depends, FastAPI
from pydantic import BaseModel, EmailStr, Field

from accounts import Account, session
from digests import etag, protect

app = FastAPI()


class SignUp(BaseModel):
    email: EmailStr
    password: str = Field(min_length=12, max_length=200)


@app.post("/accounts", status_code=201)
def sign_up(data: SignUp, db=Depends(session)):
    account = Account(email=data.email, password_hash=protect(data.password), tag=etag(data.email))
    db.add(account)
    db.commit()
    return {"id": account.id}
