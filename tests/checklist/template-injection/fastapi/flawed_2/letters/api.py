from fastapi import APIRouter, FastAPI
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field

from letters.engine import Engine

router = APIRouter(prefix="/letters")
engine = Engine()


class Letter(BaseModel):
    to: str = Field(max_length=80)
    layout: str = Field(max_length=2000)


@router.post("/preview")
def preview(letter: Letter):
    return HTMLResponse(engine.fill(letter.layout, to=letter.to))


app = FastAPI()
app.include_router(router)
