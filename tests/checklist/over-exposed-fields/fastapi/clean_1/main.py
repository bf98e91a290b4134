from fastapi import Depends, FastAPI, HTTPException

from orm import User, database
from views import UserView

app = FastAPI()


@app.get("/users/{name}", response_model=UserView)
def user(name: str, db=Depends(database)):
    found = db.query(User).filter_by(name=name).first()
    if found is None:
        raise HTTPException(404)
    return found


@app.get("/users/{name}/card")
def card(name: str, db=Depends(database)):
    found = db.query(User).filter_by(name=name).first()
    if found is None:
        raise HTTPException(404)
    return {"name": found.name, "since": found.since}
