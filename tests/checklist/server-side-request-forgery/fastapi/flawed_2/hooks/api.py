from fastapi import APIRouter, FastAPI
from pydantic import BaseModel, Field

from hooks.sender import Sender

router = APIRouter(prefix="/hooks")


class Hook(BaseModel):
    address: str = Field(max_length=300)


@router.post("/test")
async def test(hook: Hook):
    return {"status": await Sender().ring(hook)}


app = FastAPI()
app.include_router(router)
