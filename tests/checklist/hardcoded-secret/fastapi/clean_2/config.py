import os
import secrets

TOKEN_HEADER = "X-Token"
PASSWORD_FIELD = "password"
SECRET_NAME = "SESSION_SECRET"


def session_secret() -> str:
    """Without a configured secret every start has one of its own."""
    return os.environ.get(SECRET_NAME) or secrets.token_hex(32)
