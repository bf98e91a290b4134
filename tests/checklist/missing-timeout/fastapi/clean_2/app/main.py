import os

import httpx
from fastapi import FastAPI

from clients import billing, options

app = FastAPI()


@app.get("/plans")
async def plans():
    async with billing() as client:
        reply = await client.get("/plans")
    return reply.json()


@app.get("/rates")
def rates():
    return httpx.get(os.environ["RATES"], **options()).json()
