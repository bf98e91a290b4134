import os
from contextlib import asynccontextmanager

import httpx


@asynccontextmanager
async def billing():
    """The library's own timeout of five seconds holds."""
    async with httpx.AsyncClient(base_url=os.environ["BILLING"]) as client:
        yield client


def options() -> dict:
    return {"timeout": 5, "follow_redirects": False}
