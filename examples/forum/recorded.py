"""`contract.txt` as data: what was asked and what must come back, in order."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

__all__ = ["PNG", "Exchange", "exchanges"]

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
_BOUNDARY = "an-old-browser"


@dataclass(frozen=True)
class Exchange:
    """One request of somebody, and the answer. Header names are lower case."""

    line: int
    who: str
    method: str
    path: str
    sent: bytes | None
    sent_headers: dict[str, str]
    status: int
    headers: dict[str, str]
    body: bytes


def exchanges() -> Iterator[Exchange]:
    """All of them. A body ends where its line does; HTML and plain text end with a line break, too."""
    lines = Path(__file__).with_name("contract.txt").read_text(encoding="utf-8").splitlines()
    starts = [number for number, line in enumerate(lines) if line.startswith("> ")]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        block = [line for line in lines[start:end] if line]
        asked = next(number for number, line in enumerate(block) if line.startswith("< "))
        _, who, method, path = block[0].split(" ", 3)
        sent, sent_headers = _sent("\n".join(block[1:asked]))
        told = [line[2:] for line in block[asked:] if line.startswith("< ")]
        headers = dict(line.split(": ", 1) for line in told[1:])
        yield Exchange(start + 1, who, method, path, sent, sent_headers, int(told[0]), headers, _body("\n".join(block[asked + len(told):])))


def _sent(text: str) -> tuple[bytes | None, dict[str, str]]:
    if text.startswith("@form "):
        head = f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="avatar"; filename="me.png"\r\nContent-Type: {text.removeprefix("@form ")}\r\n\r\n'
        body = head.encode() + PNG + f"\r\n--{_BOUNDARY}--\r\n".encode()
        return body, {"content-type": f"multipart/form-data; boundary={_BOUNDARY}", "content-length": str(len(body))}
    return (text.encode() if text else None), {}


def _body(text: str) -> bytes:
    if text == "@png":
        return PNG
    return f"{text}\n".encode() if text and not text.startswith(("{", "[")) else text.encode()
