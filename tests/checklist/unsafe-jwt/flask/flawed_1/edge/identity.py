from functools import wraps

import jwt
from flask import abort, g, request


def claims_of(header):
    token = header.split(" ", 1)[-1]
    return jwt.decode(token, options={"verify_signature": False})


def authenticated(view):
    @wraps(view)
    def inner(*args, **kwargs):
        try:
            g.claims = claims_of(request.headers["Authorization"])
        except (KeyError, jwt.DecodeError):
            abort(401)
        return view(*args, **kwargs)

    return inner
