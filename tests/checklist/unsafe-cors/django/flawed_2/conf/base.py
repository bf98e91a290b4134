import os

SECRET_KEY = os.environ["SECRET_KEY"]
CORS_ALLOW_CREDENTIALS = True
CORS_ALLOWED_ORIGIN_REGEXES = [r"^https?://.*$"]
