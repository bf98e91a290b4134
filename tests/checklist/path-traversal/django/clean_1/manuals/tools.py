import os

FOLDER = "/srv/manuals"
KNOWN = {"start": "start.txt", "end": "end.txt"}


def text_of(title):
    with open(os.path.join(FOLDER, KNOWN[title]), encoding="utf-8") as file:
        return file.read()
