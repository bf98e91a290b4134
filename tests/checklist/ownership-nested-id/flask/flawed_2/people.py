import os
import sqlite3

import jwt
from flask import abort, g, request


def open_store():
    g.store = sqlite3.connect(os.environ["GALLERY"])


def who():
    try:
        claims = jwt.decode(request.cookies["gallery"], os.environ["GALLERY_KEY"], ["HS256"])
    except (KeyError, jwt.PyJWTError):
        abort(401)
    g.me = claims["sub"]
