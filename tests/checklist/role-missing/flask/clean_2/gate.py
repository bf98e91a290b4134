import os
from functools import wraps

import jwt
from flask import g, jsonify, request


def needs(permission):
    def outer(handler):
        @wraps(handler)
        def inner(*args, **kwargs):
            header = request.headers.get("Authorization", "")
            try:
                g.claims = jwt.decode(header[7:], os.environ["KEY"], algorithms=["HS256"])
            except jwt.PyJWTError:
                return jsonify(message="sign in"), 401
            if permission not in g.claims.get("permissions", []):
                return jsonify(message="not allowed"), 403
            return handler(*args, **kwargs)

        return inner

    return outer
