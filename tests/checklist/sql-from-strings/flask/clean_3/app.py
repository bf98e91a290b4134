from flask import Flask, jsonify, request

from shelves import count_books

app = Flask(__name__)


@app.post("/library")
def open_library():
    return jsonify(books=count_books(request.form["folder"]))
