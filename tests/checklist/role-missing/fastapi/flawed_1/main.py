from fastapi import Depends, FastAPI, HTTPException
from pydantic import BaseModel

from guards import admin, signed_in
from people import User, get_db

app = FastAPI()


class Grant(BaseModel):
    is_admin: bool


class State(BaseModel):
    locked: bool


@app.put("/users/{user_id}/lock")
def lock(user_id: int, state: State, actor: User = Depends(admin), db=Depends(get_db)):
    user = db.get(User, user_id)
    if user is None:
        raise HTTPException(404)
    user.locked = state.locked
    db.commit()
    return {"locked": user.locked}


@app.put("/users/{user_id}/grant")
def grant(user_id: int, data: Grant, actor: User = Depends(signed_in), db=Depends(get_db)):
    user = db.get(User, user_id)
    if user is None:
        raise HTTPException(404)
    user.is_admin = data.is_admin
    db.commit()
    return {"is_admin": user.is_admin}
