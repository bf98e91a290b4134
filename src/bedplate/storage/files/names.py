"""Names of files: the caller's made harmless, and how an answer tells it (RFC 6266). Never a path: bytes lie under generated names."""
from __future__ import annotations

import re
import unicodedata
from typing import Final
from urllib.parse import quote

from bedplate.declarations.fields.file import NAME_MAX

__all__ = ["disposition", "safe_name"]

_FORBIDDEN: Final = re.compile(r'[<>:"|?*%;\\/]')
_RESERVED: Final = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)


def safe_name(said: str, otherwise: str, extension: str) -> str:
    """The last part of what the caller said, without what a file system, a shell or a screen could take for something else; with the
    extension of its true type, so that `invoice.pdf.exe` is saved as what it is."""
    last = re.split(r"[\\/]", said)[-1]
    plain = "".join(one for one in unicodedata.normalize("NFC", last) if unicodedata.category(one)[0] not in "CZ" or one == " ")
    plain = _FORBIDDEN.sub("_", " ".join(plain.split())).strip(". ")
    stem = plain[: -len(extension)] if extension and plain.lower().endswith(extension) else _without_extension(plain)
    stem = stem[: NAME_MAX - len(extension)].strip(". ")
    if not stem or _RESERVED.fullmatch(stem):
        stem = otherwise
    return f"{stem}{extension}"


def _without_extension(name: str) -> str:
    stem, point, extension = name.rpartition(".")
    return stem if point and len(extension) <= 8 else name


def disposition(name: str, *, inline: bool) -> str:
    """The value of Content-Disposition: the name in ASCII for old clients, and in UTF-8."""
    plain = "".join(one if " " <= one <= "~" and one not in '"\\' else "_" for one in name)
    return f"{'inline' if inline else 'attachment'}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
