from flask import Flask, jsonify

import stations

app = Flask(__name__)


@app.get("/weather/<station>")
def weather(station):
    return jsonify(stations.current(station))
