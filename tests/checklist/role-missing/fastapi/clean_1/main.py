from fastapi import APIRouter, Depends, FastAPI, HTTPException
from pydantic import BaseModel, Field

from rights import manager, worker
from staff import Shift, Worker, tx

admin = APIRouter(prefix="/shifts", dependencies=[Depends(manager)])
own = APIRouter(prefix="/me")


class ShiftIn(BaseModel):
    worker_id: int
    hours: int = Field(ge=1, le=12)


class Phone(BaseModel):
    phone: str = Field(pattern=r"^\+?\d{5,15}$")


@admin.post("", status_code=201)
def plan(data: ShiftIn, db=Depends(tx)):
    if db.get(Worker, data.worker_id) is None:
        raise HTTPException(400)
    shift = Shift(worker_id=data.worker_id, hours=data.hours)
    db.add(shift)
    db.commit()
    return {"id": shift.id}


@admin.delete("/{shift_id}", status_code=204)
def cancel(shift_id: int, db=Depends(tx)):
    shift = db.get(Shift, shift_id)
    if shift is None:
        raise HTTPException(404)
    db.delete(shift)
    db.commit()


@own.put("/phone")
def phone(data: Phone, me: Worker = Depends(worker), db=Depends(tx)):
    me.phone = data.phone
    db.commit()
    return {"phone": me.phone}


app = FastAPI()
app.include_router(admin)
app.include_router(own)
