from flask import Flask, jsonify

from trace import traced

app = Flask(__name__)
app.before_request(traced)


@app.get("/health")
def health():
    return jsonify(ok=True)
