from fastapi import APIRouter, Depends, FastAPI
from sqlmodel import Session, select

from trips.store import Stop, Trip, opened

router = APIRouter(prefix="/trips")


def first_stop(db: Session, trip: Trip) -> str | None:
    stop = db.exec(select(Stop).where(Stop.trip_id == trip.id).limit(1)).first()
    return stop.place if stop else None


@router.get("")
async def trips(db: Session = Depends(opened)):
    found = db.exec(select(Trip).limit(20)).all()
    return [{"name": trip.name, "starts": first_stop(db, trip)} for trip in found]


app = FastAPI()
app.include_router(router)
