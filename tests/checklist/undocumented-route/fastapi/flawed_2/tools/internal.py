from typing import Annotated

from fastapi import APIRouter, Depends, Query
from sqlalchemy import select

from tools.rows import Tool, session

router = APIRouter(prefix="/internal")


@router.get("/names")
def names(limit: Annotated[int, Query(le=100)] = 20, db=Depends(session)):
    return {"names": db.scalars(select(Tool.name).limit(limit)).all()}
