import hashlib
import secrets
import sqlite3

from flask import current_app


def begin(person):
    key = secrets.token_urlsafe(32)
    with sqlite3.connect(current_app.config["DOOR_DB"]) as db:
        db.execute("INSERT INTO visits (digest, person) VALUES (?, ?)", (hashlib.sha256(key.encode()).hexdigest(), person))
    return key
