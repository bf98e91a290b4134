from fastapi import Depends, FastAPI, HTTPException
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from database import get_db
from models import Booking, Member
from security import current_member

app = FastAPI()


class BookingIn(BaseModel):
    court: str = Field(max_length=20)


@app.post("/bookings", status_code=201)
def book(data: BookingIn, member: Member = Depends(current_member), db: Session = Depends(get_db)):
    booking = Booking(court=data.court, member_id=member.id)
    db.add(booking)
    db.commit()
    return {"id": booking.id}


@app.get("/bookings/{booking_id}")
def show(booking_id: int, member: Member = Depends(current_member), db: Session = Depends(get_db)):
    booking = db.query(Booking).filter(Booking.id == booking_id, Booking.member_id == member.id).first()
    if booking is None:
        raise HTTPException(404)
    return {"court": booking.court}


@app.delete("/bookings/{booking_id}", status_code=204)
def cancel(booking_id: int, db: Session = Depends(get_db)):
    booking = db.get(Booking, booking_id)
    if booking is None:
        raise HTTPException(404)
    db.delete(booking)
    db.commit()
