from fastapi import FastAPI

from weather import forecast

app = FastAPI()


@app.get("/weather")
async def weather(city: str):
    return await forecast(city)
