import os

import requests


def forecast(city: str, days: int = 0) -> float:
    reply = requests.get(os.environ["WEATHER_URL"], params={"q": city, "days": days}, timeout=3)
    return float(reply.json()["now"])
