import os

import requests
from flask import abort, request

HOSTS = {"north": "https://north.example.net", "south": "https://south.example.net"}


def current(station):
    host = HOSTS.get(station)
    if host is None:
        abort(404)
    unit = request.args.get("unit", "c")
    answer = requests.get(f"{host}/current", params={"unit": unit, "key": os.environ["STATIONS_KEY"]}, timeout=3)
    more = requests.get(f"https://forecast.example.net/v1/{station}", timeout=3)
    return {"now": answer.json(), "next": more.json()}
