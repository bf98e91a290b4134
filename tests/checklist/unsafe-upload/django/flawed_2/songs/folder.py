import os
from pathlib import Path

from django.utils.text import get_valid_filename


class Folder:
    def add(self, upload):
        path = Path(os.environ["SONGS"]) / get_valid_filename(upload.name)
        path.write_bytes(upload.read())
