import os
from functools import wraps

from flask import g, request
from flask_restful import abort
from itsdangerous import BadSignature, URLSafeTimedSerializer

serializer = URLSafeTimedSerializer(os.environ["SIGNING_KEY"])


def token_required(method):
    @wraps(method)
    def checked(*args, **kwargs):
        try:
            g.person = serializer.loads(request.headers.get("X-Token", ""), max_age=3600)
        except BadSignature:
            abort(401, message="sign in first")
        return method(*args, **kwargs)

    return checked
