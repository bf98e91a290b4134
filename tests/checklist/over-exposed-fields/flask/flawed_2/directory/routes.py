import os
from datetime import datetime, timedelta, timezone

import bcrypt
import jwt
from flask import Blueprint, abort, jsonify, request

from directory.store import rows

directory = Blueprint("directory", __name__)


@directory.post("/login")
def login():
    given = request.form
    found = rows("SELECT id, phrase FROM doctors WHERE email = %s", given["email"])
    if not found or not bcrypt.checkpw(given["password"].encode(), found[0]["phrase"].encode()):
        abort(401)
    claims = {"sub": str(found[0]["id"]), "exp": datetime.now(timezone.utc) + timedelta(hours=8)}
    return jsonify(token=jwt.encode(claims, os.environ["DIRECTORY_KEY"], algorithm="HS256"))


@directory.get("/doctors/<int:doctor_id>")
def doctor(doctor_id):
    found = rows("SELECT * FROM doctors WHERE id = %s", doctor_id)
    if not found:
        abort(404)
    return jsonify(found[0])
