from flask import current_app
from itsdangerous import BadSignature, URLSafeTimedSerializer


def opened(token):
    serializer = URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt=current_app.config["SALT"])
    try:
        return serializer.loads(token, max_age=600)
    except BadSignature:
        return None
