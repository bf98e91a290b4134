from flask import Flask, g, jsonify

import passes

app = Flask(__name__)
app.before_request(passes.check)


@app.get("/pass")
def mine():
    return jsonify(zone=g.holder["zone"])
