import os

import requests

_session = requests.Session()


def forecast(city: str) -> float:
    reply = _session.get(os.environ["WEATHER_URL"], params={"q": city}, timeout=3)
    reply.raise_for_status()
    return float(reply.json()["now"])
