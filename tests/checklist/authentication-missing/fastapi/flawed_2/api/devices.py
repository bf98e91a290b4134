from typing import Annotated

import asyncpg
from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field

from .store import pool

router = APIRouter(prefix="/devices", tags=["devices"])
Db = Annotated[asyncpg.Pool, Depends(pool)]


class Threshold(BaseModel):
    celsius: float = Field(ge=-40, le=120)


@router.put("/{serial}/threshold")
async def set_threshold(serial: str, body: Threshold, db: Db):
    await db.execute("UPDATE devices SET threshold = $1 WHERE serial = $2", body.celsius, serial)
    return {"serial": serial}
