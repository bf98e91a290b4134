import os
import shutil
from pathlib import Path
from uuid import uuid4

SHELF = Path(os.environ["SHELF"])
ENDINGS = {"image/png": ".png", "image/jpeg": ".jpg"}


def keep(kind: str, source) -> None:
    with open(SHELF / f"{uuid4().hex}{ENDINGS[kind]}", "wb") as out:
        shutil.copyfileobj(source, out)
