import os

import jwt
from flask import abort, g, request

KEYS = {"a": os.environ["PASS_KEY_A"], "b": os.environ["PASS_KEY_B"]}


def check():
    token = request.headers.get("X-Pass", "")
    try:
        key = KEYS[jwt.get_unverified_header(token)["kid"]]
        g.holder = jwt.decode(token, key, algorithms=["HS512"], audience="trains")
    except (KeyError, jwt.InvalidTokenError):
        abort(401)
