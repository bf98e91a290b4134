import os

from flask import Flask, request

from desk.cabinet import Cabinet

app = Flask(__name__)
cabinet = Cabinet(os.environ["CABINET"])


@app.post("/letters")
def letter():
    cabinet.put(request.files["letter"])
    return "", 201
