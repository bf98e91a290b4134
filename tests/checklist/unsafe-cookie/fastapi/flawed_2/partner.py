import os

import httpx
from fastapi import HTTPException


async def identity(code: str) -> str:
    async with httpx.AsyncClient(timeout=5) as client:
        answer = await client.post(os.environ["PARTNER_URL"], data={"code": code})
    if answer.status_code != 200:
        raise HTTPException(401)
    return answer.json()["sub"]
