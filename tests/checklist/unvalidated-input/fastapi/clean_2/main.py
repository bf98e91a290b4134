from fastapi import Depends, FastAPI

from guard import service
from rows import Event, session
from shapes import EventIn

app = FastAPI(dependencies=[Depends(service)])


@app.post("/events", status_code=201)
def store(event: EventIn, db=Depends(session)):
    row = Event(kind=event.kind, extra=event.extra)
    db.add(row)
    db.commit()
    return {"id": row.id}
