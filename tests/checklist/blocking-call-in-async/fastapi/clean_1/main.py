from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool

from weather import forecast

app = FastAPI()


@app.get("/forecast/{city}")
async def show(city: str):
    return {"city": city, "celsius": await run_in_threadpool(forecast, city)}


@app.get("/yesterday/{city}")
def yesterday(city: str):
    """No `async`: the framework gives it a thread."""
    return {"city": city, "celsius": forecast(city, days=-1)}
