from typing import Annotated

import asyncpg
from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field

from .store import pool

router = APIRouter(prefix="/firmware")


class Release(BaseModel):
    version: str = Field(pattern=r"^\d+\.\d+$")


@router.post("", status_code=201)
async def publish(release: Release, db: Annotated[asyncpg.Pool, Depends(pool)]):
    await db.execute("INSERT INTO firmware (version) VALUES ($1)", release.version)
    return {"version": release.version}


@router.put("/{version}/devices/{serial}")
async def flash(version: str, serial: str, db: Annotated[asyncpg.Pool, Depends(pool)]):
    await db.execute("UPDATE devices SET firmware = $1 WHERE serial = $2", version, serial)
    return {"serial": serial}
