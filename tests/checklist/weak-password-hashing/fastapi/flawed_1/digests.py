import hashlib
import os


def digest(text: str) -> str:
    pepper = os.environ["PEPPER"]
    return hashlib.sha256((pepper + text).encode("utf-8")).hexdigest()
