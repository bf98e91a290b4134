import os

from flask_httpauth import HTTPTokenAuth
from itsdangerous import BadData, URLSafeTimedSerializer

auth = HTTPTokenAuth()
signer = URLSafeTimedSerializer(os.environ["TOKEN_SIGNING"])


@auth.verify_token
def verify(token):
    try:
        return signer.loads(token, max_age=86400)
    except BadData:
        return None
