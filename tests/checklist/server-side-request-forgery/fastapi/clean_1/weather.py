import os

import httpx


async def forecast(city: str):
    async with httpx.AsyncClient(timeout=5) as client:
        answer = await client.get(f"{os.environ['WEATHER_URL']}/forecast/{city}", params={"days": 3})
    return answer.json()
