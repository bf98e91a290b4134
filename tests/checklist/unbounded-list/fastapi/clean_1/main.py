from typing import Annotated

from fastapi import Depends, FastAPI, Query
from sqlalchemy import select

from bugs import Bug, session

app = FastAPI()
Limit = Annotated[int, Query(ge=1, le=200)]


@app.get("/bugs")
def bugs(limit: Limit = 50, db=Depends(session)):
    return db.execute(select(Bug).limit(limit)).scalars().all()


@app.get("/bugs/latest")
def latest(count: int = 10, db=Depends(session)):
    return db.execute(select(Bug).order_by(Bug.id.desc()).limit(min(count, 100))).scalars().all()
