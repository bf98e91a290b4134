import os
from secrets import compare_digest

from flask import Flask, abort, request

from sensors.storage import save

app = Flask(__name__)


@app.before_request
def key():
    if not compare_digest(request.headers.get("X-Api-Key", ""), os.environ["SENSOR_KEY"]):
        abort(401)


@app.post("/measurements")
def measured():
    data = request.json
    save(data["unit"], data["amount"])
    return "", 204
