from flask import Flask, jsonify

from origins import allow

app = Flask(__name__)


@app.after_request
def shared(response):
    return allow(response)


@app.get("/hello")
def hello():
    return jsonify(hello="world")
