from flask import Flask, jsonify

import units

app = Flask(__name__)


@app.get("/units")
def all_units():
    return jsonify(units.known())


@app.get("/units/largest")
def largest():
    return jsonify(units.longest(10))
