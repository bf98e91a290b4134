"""Media types that can be told by their content, and which of them a browser may show.

By the first bytes, at their very beginning: a picture that begins as a page is a page. Texts are told by being texts throughout, which
their reader does (`is_text`). Nothing is unpacked or decoded.
"""
from __future__ import annotations

import codecs
from collections.abc import Callable
from typing import Final

__all__ = ["HEAD", "INLINE", "KNOWN_MEDIA", "TextCheck", "extension_of", "is_text", "looks_like", "plain_media"]

HEAD: Final = 512
"""So many first bytes are enough."""


def _starts(*prefixes: bytes) -> Callable[[bytes], bool]:
    return lambda head: head.startswith(prefixes)


def _riff(form: bytes) -> Callable[[bytes], bool]:
    return lambda head: head[:4] == b"RIFF" and head[8:12] == form


def _box(*brands: bytes) -> Callable[[bytes], bool]:
    """ISO base media (ISO/IEC 14496-12): the first box is `ftyp`, with its major and further brands."""

    def found(head: bytes) -> bool:
        if head[4:8] != b"ftyp":
            return False
        end = min(int.from_bytes(head[:4], "big"), len(head))
        listed = {head[8:12], *(head[at : at + 4] for at in range(16, end - 3, 4))}
        return any(brand in listed for brand in brands)

    return found


def _mp3(head: bytes) -> bool:
    return head.startswith(b"ID3") or (len(head) > 3 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2 and head[2] & 0xF0 != 0xF0)


def _svg(head: bytes) -> bool:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith(b"<svg") or (start.startswith((b"<?xml", b"<!--", b"<!doctype svg")) and b"<svg" in start)


_ZIP: Final = _starts(b"PK\x03\x04", b"PK\x05\x06")
_OFFICE: Final = "application/vnd.openxmlformats-officedocument"

_MAGIC: Final[dict[str, tuple[Callable[[bytes], bool], str]]] = {
    "image/png": (_starts(b"\x89PNG\r\n\x1a\n"), ".png"),
    "image/jpeg": (_starts(b"\xff\xd8\xff"), ".jpg"),
    "image/gif": (_starts(b"GIF87a", b"GIF89a"), ".gif"),
    "image/webp": (_riff(b"WEBP"), ".webp"),
    "image/avif": (_box(b"avif", b"avis"), ".avif"),
    "image/tiff": (_starts(b"II*\x00", b"MM\x00*"), ".tiff"),
    "audio/mpeg": (_mp3, ".mp3"),
    "audio/wav": (_riff(b"WAVE"), ".wav"),
    "audio/flac": (_starts(b"fLaC"), ".flac"),
    "audio/ogg": (_starts(b"OggS"), ".ogg"),
    "video/mp4": (_box(b"isom", b"iso2", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V "), ".mp4"),
    "video/webm": (_starts(b"\x1aE\xdf\xa3"), ".webm"),
    "application/pdf": (_starts(b"%PDF-"), ".pdf"),
    "application/zip": (_ZIP, ".zip"),
    "application/gzip": (_starts(b"\x1f\x8b\x08"), ".gz"),
    f"{_OFFICE}.wordprocessingml.document": (_ZIP, ".docx"),
    f"{_OFFICE}.spreadsheetml.sheet": (_ZIP, ".xlsx"),
    f"{_OFFICE}.presentationml.presentation": (_ZIP, ".pptx"),
}
_TEXTS: Final = {"text/plain": ".txt", "text/csv": ".csv", "text/markdown": ".md", "application/json": ".json", "image/svg+xml": ".svg", "text/html": ".html"}

KNOWN_MEDIA: Final = frozenset({*_MAGIC, *_TEXTS})

INLINE: Final = frozenset({
    "image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", "audio/mpeg", "audio/wav", "audio/flac", "audio/ogg", "video/mp4", "video/webm",
})
"""What a browser may show by itself: pictures without scripts, sound, films. Pages, SVG, PDF and all else are saved, never opened."""


_ALIASES: Final = {"image/jpg": "image/jpeg", "audio/mp3": "audio/mpeg", "audio/x-wav": "audio/wav", "application/x-zip-compressed": "application/zip"}


def plain_media(header: str) -> str:
    """A Content-Type without its parameters, in the spelling of this list."""
    media = header.partition(";")[0].strip().lower()
    return _ALIASES.get(media, media)


def extension_of(media: str) -> str:
    """With its point; nothing for an unknown one."""
    return _MAGIC[media][1] if media in _MAGIC else _TEXTS.get(media, "")


def is_text(media: str) -> bool:
    """Whether it has to be text from beginning to end."""
    return media in _TEXTS


def looks_like(media: str, head: bytes) -> bool:
    """Whether content that begins so may be of this type. A text must not begin as a page, unless that is what it says to be."""
    if media in _MAGIC:
        return _MAGIC[media][0](head)
    if media == "image/svg+xml":
        return _svg(head)
    return media == "text/html" or not head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith((b"<!doctype html", b"<html", b"<script", b"<svg", b"<?xml"))


class TextCheck:
    """Takes the pieces of a text as they come and says whether it is UTF-8 without control characters."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")()

    def fits(self, part: bytes, *, final: bool = False) -> bool:
        """False once it cannot be a text any more."""
        try:
            text = self._decoder.decode(part, final)
        except UnicodeDecodeError:
            return False
        return text.isprintable() or not any(ord(one) < 32 and one not in "\t\n\r\f\x1b" for one in text)
