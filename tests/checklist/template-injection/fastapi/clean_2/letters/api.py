from typing import Literal

from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field

from letters.engine import fill

app = FastAPI()


class Letter(BaseModel):
    to: str = Field(max_length=80)
    layout: Literal["short", "long"]


@app.post("/letters/preview")
def preview(letter: Letter):
    return HTMLResponse(fill(letter.layout, to=letter.to))
