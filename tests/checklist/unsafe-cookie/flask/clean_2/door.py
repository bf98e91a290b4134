import sqlite3

import bcrypt
from flask import Blueprint, abort, current_app, jsonify, request

from keys import begin

door = Blueprint("door", __name__)
COOKIE = {"httponly": True, "secure": True, "samesite": "Strict", "path": "/"}


@door.post("/session")
def enter():
    with sqlite3.connect(current_app.config["DOOR_DB"]) as db:
        row = db.execute("SELECT id, proof FROM people WHERE name = ?", (request.form["name"],)).fetchone()
    if row is None or not bcrypt.checkpw(request.form["phrase"].encode(), row[1]):
        abort(401)
    response = jsonify(ok=True)
    response.set_cookie("__Host-session", begin(row[0]), **COOKIE)
    return response
