from fastapi import Depends, FastAPI, HTTPException

from people import person
from rooms import Desk, Room, transaction

app = FastAPI()


def room_of(room_id: int, me=Depends(person), db=Depends(transaction)) -> Room:
    room = db.get(Room, room_id)
    if room is None or room.host_id != me.id:
        raise HTTPException(404)
    return room


@app.get("/rooms/{room_id}/desks/{desk_id}")
def desk(desk_id: int, room: Room = Depends(room_of), db=Depends(transaction)):
    found = db.get(Desk, desk_id)
    if found is None or found.room_id != room.id:
        raise HTTPException(404)
    return {"label": found.label}


@app.delete("/rooms/{room_id}/desks/{desk_id}", status_code=204)
def remove(desk_id: int, room: Room = Depends(room_of), db=Depends(transaction)):
    found = db.query(Desk).filter_by(id=desk_id, room_id=room.id).one_or_none()
    if found is None:
        raise HTTPException(404)
    db.delete(found)
    db.commit()
