from pathlib import Path

FOLDER = Path("/srv/manuals")


def manual(name: str) -> str:
    with open(FOLDER / name) as file:
        return file.read()
