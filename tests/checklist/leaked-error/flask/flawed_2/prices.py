from flask import Blueprint, abort, jsonify

prices = Blueprint("prices", __name__)
PRICES = {"tea": 250, "coffee": 320}


@prices.get("/prices/<drink>")
def price(drink):
    if drink not in PRICES:
        abort(404, "no such drink")
    return jsonify(cents=PRICES[drink])
