import os

from flask import Flask, abort, request

from desk.cabinet import Cabinet

app = Flask(__name__)
app.config["MAX_CONTENT_LENGTH"] = 2_000_000
cabinet = Cabinet(os.environ["CABINET"])


@app.post("/letters")
def letter():
    upload = request.files["letter"]
    if upload.mimetype != "application/pdf":
        abort(415)
    cabinet.put(upload)
    return "", 201
