from typing import Literal

from fastapi import FastAPI
from pydantic import BaseModel, Field

from render.tool import convert

app = FastAPI()


class Job(BaseModel):
    number: int = Field(ge=1)
    kind: Literal["png", "pdf"]


@app.post("/jobs", status_code=202)
async def job(given: Job):
    await convert(given.number, given.kind)
    return {"taken": True}
