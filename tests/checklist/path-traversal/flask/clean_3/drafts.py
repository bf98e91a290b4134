import os
import re

ROOT = "/var/drafts"


def _place(name):
    if not name or not re.match(r"^[0-9a-f-]{36}$", str(name)):
        return None
    return os.path.join(ROOT, str(name), "draft.txt")


def read_draft(name):
    place = _place(name)
    if place is None or not os.path.exists(place):
        return None
    with open(place, encoding="utf-8") as file:
        return file.read()
