import os

from flask import request

TRUSTED = frozenset(os.environ.get("TRUSTED_ORIGINS", "").split())


def allow(response):
    origin = request.headers.get("Origin")
    if origin in TRUSTED:
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Access-Control-Allow-Credentials"] = "true"
    return response
