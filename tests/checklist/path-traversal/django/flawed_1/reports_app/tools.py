import os

FOLDER = "/srv/reports"


def text_of(title):
    with open(os.path.join(FOLDER, title), encoding="utf-8") as file:
        return file.read()
