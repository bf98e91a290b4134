import hashlib
import os
import secrets

from flask import request
from flask_restful import Resource, abort


class KeyResource(Resource):
    def get(self):
        given = hashlib.sha256(request.headers.get("X-Api-Key", "").encode()).hexdigest()
        if not secrets.compare_digest(given, os.environ["API_KEY_SHA256"]):
            abort(401)
        return {"valid": True}
