import os

from fastapi import Depends, FastAPI, HTTPException, Request
from motor.motor_asyncio import AsyncIOMotorClient
from pydantic import BaseModel, Field, ValidationError

from keys import caller

app = FastAPI()
database = AsyncIOMotorClient(os.environ["MONGO"]).survey


class Answer(BaseModel):
    question: int = Field(ge=1)
    text: str = Field(max_length=1000)


@app.post("/answers", status_code=201)
async def answer(request: Request, me: str = Depends(caller)):
    try:
        checked = Answer.model_validate(await request.json())
    except ValidationError:
        raise HTTPException(400, "not an answer")
    await database.answers.insert_one({"question": checked.question, "text": checked.text, "by": me})
    return {"stored": True}
