import asyncio

from fastapi import FastAPI

from rates import Rates

app = FastAPI()
rates = Rates()


@app.get("/rates/{currency}")
async def rate(currency: str):
    for _ in range(3):
        found = await rates.of(currency)
        if found is not None:
            return {"currency": currency, "rate": found}
        await asyncio.sleep(0.1)
    return {"currency": currency, "rate": None}
