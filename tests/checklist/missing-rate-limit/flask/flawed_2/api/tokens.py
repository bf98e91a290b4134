import os
import sqlite3
from datetime import datetime, timedelta, timezone

import bcrypt
import jwt
from flask import Blueprint, jsonify, request

bp = Blueprint("tokens", __name__)


def _stored(name):
    with sqlite3.connect(os.environ["USERS"]) as db:
        return db.execute("SELECT id, secret FROM users WHERE name = :name", {"name": name}).fetchone()


@bp.post("")
def create():
    sent = request.authorization
    stored = _stored(sent.username)
    if stored is None or not bcrypt.checkpw(sent.password.encode(), stored[1]):
        return jsonify(message="no"), 401
    end = datetime.now(timezone.utc) + timedelta(minutes=30)
    return jsonify(token=jwt.encode({"sub": stored[0], "exp": end}, os.environ["TOKEN_KEY"], algorithm="HS256"))
