import os
from datetime import date


class Folder:
    def __init__(self, root: str):
        self.root = root

    def path_of(self, day: date) -> str:
        return f"{self.root}/{day.isoformat()}.log"


def folder() -> Folder:
    return Folder(os.environ["LOGS"])
