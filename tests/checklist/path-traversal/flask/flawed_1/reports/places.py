import os

from flask import current_app


def full(name):
    return os.path.join(current_app.config["REPORTS"], name)
