import os
from pathlib import Path


def secret(name):
    file = os.environ.get(f"{name}_FILE", "")
    return Path(file).read_text().strip() if file else os.environ.get(name, "")


def load():
    return {"SECRET_KEY": secret("SECRET_KEY"), "SALT": "download"}
