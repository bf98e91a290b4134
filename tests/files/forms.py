"""Files and forms as callers send them."""
from __future__ import annotations

from pathlib import Path
from typing import Any

from bedplate.logic.upkeep import forget_old
from bedplate.testing import Bed

__all__ = ["JPEG", "PDF", "PNG", "form", "path_of", "tidy"]

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8
JPEG = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 4
PDF = b"%PDF-1.7\n" + b"x" * 500


def form(*parts: tuple[str, str] | tuple[str, str, str, bytes]) -> tuple[bytes, dict[str, str]]:
    """A form of texts `(name, text)` and files `(name, file name, media type, bytes)`: body and headers."""
    boundary = "----gallery4711"
    body = bytearray()
    for part in parts:
        name, value = part[0], part[1]
        body += f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"'.encode()
        if len(part) == 4:
            body += f'; filename="{value}"\r\nContent-Type: {part[2]}\r\n\r\n'.encode() + part[3]
        else:
            body += f"\r\n\r\n{value}".encode()
        body += b"\r\n"
    body += f"--{boundary}--\r\n".encode()
    return bytes(body), {"content-type": f"multipart/form-data; boundary={boundary}", "content-length": str(len(body))}


def path_of(bed: Bed) -> Path:
    """Where the files of a bed lie."""
    database: Path = running(bed).database.path
    return database.with_name(f"{database.name}.files")


async def tidy(bed: Bed) -> None:
    """What the worker does every ten minutes."""
    while await forget_old(running(bed).database, bed.now, files=running(bed).runtime.files):
        pass


def running(bed: Bed) -> Any:
    """The application of a bed."""
    return bed._running  # pyright: ignore[reportPrivateUsage]
