from fastapi import Depends, FastAPI, HTTPException
from pydantic import BaseModel, Field

from doors import known
from tables import Experiment, Member, session

app = FastAPI()


class Change(BaseModel):
    name: str = Field(max_length=60)


@app.post("/experiments", status_code=201)
def begin(change: Change, member: Member = Depends(known)):
    experiment = Experiment(name=change.name, begun_by_id=member.id)
    session.add(experiment)
    session.commit()
    return {"id": experiment.id}


@app.patch("/experiments/{number}")
def rename(number: int, change: Change, member: Member = Depends(known)):
    experiment = session.get(Experiment, number)
    if experiment is None:
        raise HTTPException(404)
    experiment.name = change.name
    session.commit()
    return {"id": experiment.id}
