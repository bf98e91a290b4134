import re

import httpx


async def title_of(address: str) -> str:
    async with httpx.AsyncClient(timeout=5) as client:
        page = await client.get(address)
    found = re.search("<title>(.*?)</title>", page.text)
    return found[1] if found else ""
