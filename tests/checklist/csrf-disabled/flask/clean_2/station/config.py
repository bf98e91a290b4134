import os


class Live:
    SECRET_KEY = os.environ["STATION_SECRET"]
    SESSION_COOKIE_SAMESITE = "Lax"
    SESSION_COOKIE_SECURE = True


class Test(Live):
    TESTING = True
    WTF_CSRF_ENABLED = False


CONFIGS = {"live": Live, "test": Test}
