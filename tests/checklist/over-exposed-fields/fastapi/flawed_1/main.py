from fastapi import Depends, FastAPI, HTTPException

from db import get_db
from models import Person

app = FastAPI()


@app.get("/people/{person_id}")
def person(person_id: int, db=Depends(get_db)):
    found = db.get(Person, person_id)
    if found is None:
        raise HTTPException(404)
    return found
