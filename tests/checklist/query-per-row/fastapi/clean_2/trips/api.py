from collections import defaultdict

from fastapi import Depends, FastAPI
from sqlmodel import Session, select

from trips.store import Stop, Trip, opened

app = FastAPI()


@app.get("/trips")
def trips(db: Session = Depends(opened)):
    found = db.exec(select(Trip).limit(20)).all()
    stops = defaultdict(list)
    for stop in db.exec(select(Stop).where(Stop.trip_id.in_([trip.id for trip in found])).limit(400)):
        stops[stop.trip_id].append(stop.place)
    return [{"name": trip.name, "stops": stops[trip.id]} for trip in found]


@app.get("/trips/{number}")
def trip(number: int, db: Session = Depends(opened)):
    found = db.exec(select(Trip).where(Trip.id == number)).first()
    places = db.exec(select(Stop).where(Stop.trip_id == number).limit(50)).all()
    return {"name": found.name if found else None, "places": [stop.place for stop in places]}
