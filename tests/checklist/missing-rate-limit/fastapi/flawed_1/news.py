from fastapi import APIRouter, Request

from limits import limiter

router = APIRouter()


@router.get("/news")
@limiter.limit("30/minute")
def news(request: Request):
    return {"news": []}
