from fastapi import Depends, FastAPI, HTTPException
from pydantic import BaseModel

from policies import can_edit
from tables import Task, Worker, open_session
from workers import current

app = FastAPI()


class State(BaseModel):
    done: bool


@app.get("/tasks/{task_id}")
def look(task_id: int, me: Worker = Depends(current), db=Depends(open_session)):
    task = db.get(Task, task_id)
    if not task or not can_edit(me, task):
        raise HTTPException(404)
    return {"title": task.title, "done": task.done}


@app.patch("/tasks/{task_id}")
def tick(task_id: int, state: State, me: Worker = Depends(current), db=Depends(open_session)):
    task = db.get(Task, task_id)
    if not task or not can_edit(me, task):
        raise HTTPException(404)
    task.done = state.done
    db.commit()
    return {"done": task.done}
