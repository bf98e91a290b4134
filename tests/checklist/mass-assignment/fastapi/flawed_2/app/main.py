from fastapi import Depends, FastAPI, HTTPException

from app import crud
from app.login import moderator, person
from app.orm import Person, Thread, db
from app.schemas import PersonOut, PersonUpdate

app = FastAPI()


@app.patch("/me", response_model=PersonOut)
def change_me(data: PersonUpdate, me: Person = Depends(person), session=Depends(db)):
    return crud.save(session, me, data.model_dump(exclude_unset=True))


@app.post("/threads/{thread_id}/close")
def close(thread_id: int, who: Person = Depends(moderator), session=Depends(db)):
    thread = session.get(Thread, thread_id)
    if thread is None:
        raise HTTPException(404)
    thread.closed = True
    session.add(thread)
    session.commit()
    return {"closed": True}
