import os

from fastapi import HTTPException

ALLOWED = {".pdf", ".png"}


def checked(original: str) -> str:
    name = os.path.basename(original)
    ending = os.path.splitext(name)[1].lower()
    if ending not in ALLOWED:
        raise HTTPException(415, "only PDF and PNG")
    return name
