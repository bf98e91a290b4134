from flask import Flask, abort, jsonify, make_response

from stock import Stock

app = Flask(__name__)
stock = Stock()


@app.get("/stock/<sku>")
def level(sku):
    count = stock.count(sku)
    if count is None:
        return jsonify(error=f"nothing is called {sku}"), 404
    return jsonify(sku=sku, count=count)


@app.get("/shelf/<sku>")
def shelf(sku):
    if stock.count(sku) is None:
        return make_response(jsonify(error="no such shelf"), 404)
    return jsonify(shelf=1)


@app.get("/rack/<sku>")
def rack(sku):
    if stock.count(sku) is None:
        abort(404)
    return jsonify(rack=1)
