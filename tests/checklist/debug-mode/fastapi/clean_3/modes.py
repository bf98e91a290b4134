import os


def developing():
    return os.environ.get("MODE") == "development"
