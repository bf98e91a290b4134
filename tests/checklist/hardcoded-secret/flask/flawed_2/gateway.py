from flask import Flask, jsonify

from tickets import verify

app = Flask(__name__)


@app.get("/tickets/<ticket>")
def check(ticket):
    claims = verify(ticket)
    if claims is None:
        return jsonify(valid=False), 404
    return jsonify(valid=True, seat=claims["seat"])
