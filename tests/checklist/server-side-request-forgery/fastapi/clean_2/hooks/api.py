from fastapi import FastAPI, HTTPException
from pydantic import BaseModel, Field

from hooks.sender import KNOWN, ring

app = FastAPI()


class Hook(BaseModel):
    service: str = Field(max_length=30)
    topic: str = Field(max_length=30)


@app.post("/hooks/test")
async def test(hook: Hook):
    if hook.service not in KNOWN:
        raise HTTPException(404)
    return {"status": await ring(hook.service, hook.topic)}
