from typing import Annotated

from fastapi import Body, Depends, FastAPI

from band.planning import Planner
from band.rows import db

app = FastAPI()


@app.post("/concerts", status_code=201)
def plan(town: Annotated[str, Body(max_length=60)], first_row: Annotated[int, Body(ge=1, le=90)], opened=Depends(db)):
    planner = Planner(opened)
    concert = planner.concert(town)
    planner.seat(concert, first_row)
    return {"town": town}
