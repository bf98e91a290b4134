from flask import Flask, jsonify, request

from calc.sheet import Sheet

app = Flask(__name__)


@app.post("/sum")
def total():
    return jsonify(result=Sheet().cell(request.get_json()["formula"]))
