from flask import Flask, jsonify

from lookup import capital_of

app = Flask(__name__)


@app.get("/capitals/<country>")
def capital(country):
    return jsonify(capital=capital_of(country))
