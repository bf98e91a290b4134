import os


class Config:
    SECRET_KEY = os.environ.get("SECRET_KEY", "you-will-never-guess")
    SQLALCHEMY_TRACK_MODIFICATIONS = False


class Production(Config):
    SESSION_COOKIE_SECURE = True


config = {"production": Production, "default": Config}
