import os


class Base:
    SECRET_KEY = os.environ["SECRET_KEY"]
    SESSION_COOKIE_HTTPONLY = True


class Live(Base):
    SESSION_COOKIE_SECURE = True
    WTF_CSRF_ENABLED = False
