import os

import asyncpg
import jwt
from fastapi import Depends, FastAPI, Header, HTTPException

from garden import BedRepository

app = FastAPI()


def gardener(authorization: str = Header()) -> int:
    try:
        return int(jwt.decode(authorization[7:], os.environ["KEY"], algorithms=["HS256"])["sub"])
    except jwt.PyJWTError:
        raise HTTPException(401)


async def beds():
    connection = await asyncpg.connect(os.environ["DSN"])
    try:
        yield BedRepository(connection)
    finally:
        await connection.close()


@app.get("/gardens/{garden_id}/beds/{bed_id}")
async def bed(garden_id: int, bed_id: int, me: int = Depends(gardener), repository: BedRepository = Depends(beds)):
    found = await repository.one(garden_id, bed_id, me)
    if found is None:
        raise HTTPException(404)
    return found


@app.put("/gardens/{garden_id}/beds/{bed_id}/crop")
async def plant(garden_id: int, bed_id: int, crop: str, me: int = Depends(gardener), repository: BedRepository = Depends(beds)):
    if not await repository.plant(garden_id, bed_id, me, crop):
        raise HTTPException(404)
    return {"crop": crop}
