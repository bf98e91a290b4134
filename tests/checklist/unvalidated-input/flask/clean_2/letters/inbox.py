import os
import sqlite3

from flask import Blueprint, jsonify

from letters.body import shaped

inbox = Blueprint("inbox", __name__)
LETTER = {
    "type": "object",
    "required": ["sender", "text"],
    "additionalProperties": False,
    "properties": {"sender": {"type": "string", "maxLength": 80}, "text": {"type": "string", "maxLength": 4000}},
}


@inbox.post("/letters")
@shaped(LETTER)
def receive(letter):
    with sqlite3.connect(os.environ["LETTERS"]) as db:
        db.execute("INSERT INTO letters (sender, text) VALUES (?, ?)", (letter["sender"], letter["text"]))
    return jsonify(stored=True), 201
