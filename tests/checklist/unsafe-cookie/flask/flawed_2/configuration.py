import os


class Settings:
    SECRET_KEY = os.environ["QUIZ_SECRET"]
    SESSION_COOKIE_NAME = "quiz"
    SESSION_COOKIE_HTTPONLY = False
    PERMANENT_SESSION_LIFETIME = 3600
