import os
import sqlite3

from flask import Blueprint, abort, make_response, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from werkzeug.security import check_password_hash

from radio.tokens import token_for

bp = Blueprint("account", __name__)
limiter = Limiter(get_remote_address)


@bp.post("/login")
@limiter.limit("6/minute")
def login():
    with sqlite3.connect(os.environ["RADIO"]) as db:
        row = db.execute("SELECT id, hash FROM listeners WHERE email = ?", (request.form["email"],)).fetchone()
    if row is None or not check_password_hash(row[1], request.form["password"]):
        abort(401)
    response = make_response("", 204)
    response.set_cookie("listener", token_for(row[0]), max_age=86400, samesite="Lax")
    return response
