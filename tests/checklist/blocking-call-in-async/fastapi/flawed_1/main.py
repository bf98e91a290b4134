from fastapi import FastAPI

from weather import forecast

app = FastAPI()


@app.get("/forecast/{city}")
async def show(city: str):
    return {"city": city, "celsius": forecast(city)}
