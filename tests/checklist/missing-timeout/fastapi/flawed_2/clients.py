import os
from contextlib import asynccontextmanager

import httpx


@asynccontextmanager
async def billing():
    async with httpx.AsyncClient(base_url=os.environ["BILLING"], timeout=None) as client:
        yield client
