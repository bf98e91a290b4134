import os


def configured() -> list[str]:
    return os.environ["ORIGINS"].split(",")
