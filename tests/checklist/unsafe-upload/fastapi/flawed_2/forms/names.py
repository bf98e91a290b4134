import os
from uuid import uuid4


def fresh(original: str) -> str:
    ending = os.path.basename(original).rpartition(".")[2]
    return f"{uuid4().hex}.{ending}"
