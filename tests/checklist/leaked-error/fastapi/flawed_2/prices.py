import os

import httpx


async def quote(symbol: str) -> float:
    async with httpx.AsyncClient(base_url=os.environ["PRICES_URL"], timeout=5) as client:
        answer = await client.get("/quote", params={"symbol": symbol})
        answer.raise_for_status()
        return answer.json()["price"]
