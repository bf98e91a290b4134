from fastapi import APIRouter, FastAPI
from pydantic import BaseModel, Field

from render.tool import convert

router = APIRouter()


class Job(BaseModel):
    source: str = Field(max_length=200)
    kind: str = Field(max_length=8)


@router.post("/jobs", status_code=202)
async def job(given: Job):
    await convert(given)
    return {"taken": True}


app = FastAPI()
app.include_router(router)
