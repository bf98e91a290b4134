from fastapi import APIRouter

router = APIRouter()


@router.get("/lists/{number}")
def one(number: int):
    return {"number": number, "items": []}
