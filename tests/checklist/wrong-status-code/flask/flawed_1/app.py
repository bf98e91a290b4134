from flask import Flask, jsonify

from stock import Stock

app = Flask(__name__)
stock = Stock()


@app.get("/stock/<sku>")
def level(sku):
    count = stock.count(sku)
    if count is None:
        return jsonify(error=f"nothing is called {sku}")
    return jsonify(sku=sku, count=count)
