from fastapi import APIRouter, FastAPI

from clients import billing

router = APIRouter()


@router.get("/plans")
async def plans():
    async with billing() as client:
        reply = await client.get("/plans")
    return reply.json()


app = FastAPI()
app.include_router(router, prefix="/v1")
