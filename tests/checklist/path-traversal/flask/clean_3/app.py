from flask import Flask, jsonify, request

from drafts import read_draft
from office import office_only

app = Flask(__name__)


@app.post("/drafts/open")
def open_draft():
    found = read_draft(request.form.get("draft", "").strip())
    if found is None:
        return jsonify(error="no such draft"), 404
    return jsonify(text=found)


@app.post("/office/probe")
@office_only
def probe():
    with open(request.form["path"], "rb") as file:
        return jsonify(size=len(file.read(1_000_000)))
