import os


class Folder:
    def __init__(self, root: str):
        self.root = root

    def path_of(self, day: str) -> str:
        return f"{self.root}/{day}.log"


def folder() -> Folder:
    return Folder(os.environ["LOGS"])
