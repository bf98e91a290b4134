from fastapi import Depends, FastAPI, HTTPException
from pydantic import BaseModel, EmailStr, Field

from tables import Guest, connect
from token_check import guest, host

app = FastAPI()


class GuestUpdate(BaseModel):
    email: EmailStr
    phone: str = Field(max_length=20)


@app.patch("/me")
def update(data: GuestUpdate, me: Guest = Depends(guest), db=Depends(connect)):
    for key, value in data.model_dump(exclude_unset=True).items():
        setattr(me, key, value)
    db.commit()
    return {"email": me.email}


class Promotion(BaseModel):
    host: bool


@app.put("/guests/{guest_id}")
def promote(guest_id: int, data: Promotion, me: Guest = Depends(host), db=Depends(connect)):
    other = db.get(Guest, guest_id)
    if other is None:
        raise HTTPException(404)
    for key, value in data.model_dump().items():
        setattr(other, key, value)
    db.commit()
    return {"host": other.host}
