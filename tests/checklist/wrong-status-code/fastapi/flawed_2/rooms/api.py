from fastapi import APIRouter
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from rooms.plan import free

router = APIRouter(prefix="/rooms")


class Wish(BaseModel):
    room: int
    hour: int


@router.post("/book")
async def book(wish: Wish):
    if not free(wish.room, wish.hour):
        return JSONResponse({"success": False, "reason": "taken"})
    return JSONResponse({"success": True}, status_code=201)
