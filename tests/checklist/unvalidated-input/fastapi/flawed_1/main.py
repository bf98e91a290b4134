import os

from fastapi import Depends, FastAPI, Request
from motor.motor_asyncio import AsyncIOMotorClient

from keys import caller

app = FastAPI()
database = AsyncIOMotorClient(os.environ["MONGO"])["survey"]


@app.post("/answers", status_code=201)
async def answer(request: Request, me: str = Depends(caller)):
    document = await request.json()
    await database["answers"].insert_one(document)
    return {"stored": True}
