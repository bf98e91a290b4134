"""Bodies with files: the bytes of one file, or multipart/form-data (RFC 7578). Read piece by piece, once the right to write was asked."""
from __future__ import annotations

import logging
import re
from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping
from typing import TYPE_CHECKING, Final

from bedplate.declarations.fields.media import plain_media
from bedplate.errors import BadInput, Detail
from bedplate.validation.refusals import InvalidForm, UnsupportedMediaType
from bedplate.values import PartHead, Request

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

__all__ = ["FORM", "PARTS_MAX", "boundary_of", "file_parts", "form_parts", "media_of", "one_file"]

FORM: Final = "multipart/form-data"

PARTS_MAX: Final = 200
"""Parts of a form at most."""

_OVERHEAD: Final = 65_536  # bytes of a form beside its files and texts
_BOUNDARY: Final = re.compile(r"""boundary=(?:"([0-9A-Za-z'()+_,./:=? -]{1,70})"|([0-9A-Za-z'()+_./:=?-]{1,70}))""")
_Parts = AsyncIterator["PartHead | bytes"]


def media_of(request: Request) -> str:
    """The media type of the body, without parameters."""
    return plain_media(request.headers.get("content-type", ""))


def boundary_of(request: Request) -> str:
    """Of a form. Raises InvalidForm."""
    for parameter in request.headers.get("content-type", "").split(";")[1:]:
        found = _BOUNDARY.fullmatch(parameter.strip())
        if found is not None:
            boundary: str = found[1] or found[2]
            return boundary
    raise InvalidForm(private="no boundary")


def one_file(request: Request, name: str, types: tuple[str, ...], limit: int) -> Callable[[], _Parts]:
    """The body as the one file `name`: its bytes as they are, or a form with that one part."""
    media = media_of(request)
    if media == FORM:
        return form_parts(request, limit)
    if media not in types:
        raise UnsupportedMediaType(headers={"Accept": ", ".join((*types, FORM))})
    head = PartHead(name, _said_name(request.headers.get("content-disposition", "")), media)
    return lambda: file_parts(request, head, limit)


def _said_name(header: str) -> str:
    """`attachment; filename="a.png"` or `filename*=UTF-8''a.png`: read leniently, for it only names what is generated otherwise."""
    if not header:
        return " "  # no name, but a file
    from python_multipart.multipart import parse_options_header

    return parse_options_header(header)[1].get(b"filename", b" ").decode("utf-8", "replace")


async def file_parts(request: Request, head: PartHead, limit: int) -> _Parts:
    """A body that is one file. Truncated and over-long ones are refused by who reads the connection."""
    yield head
    async for part in _flow(request, limit):
        yield part


async def _flow(request: Request, limit: int) -> AsyncIterator[bytes]:
    if request.flow is None:
        yield await request.body(limit)
        return
    async for part in request.flow(limit):
        yield part


def form_parts(request: Request, limit: int) -> Callable[[], _Parts]:
    """The parts of a form whose files and texts have at most `limit` bytes together."""
    boundary = boundary_of(request)
    return lambda: _form(request, boundary, limit + _OVERHEAD)


async def _form(request: Request, boundary: str, limit: int) -> _Parts:
    from python_multipart.exceptions import FormParserError
    from python_multipart.multipart import MultipartParser

    logging.getLogger("python_multipart").setLevel(logging.CRITICAL)  # it warns of each malformed form, which is a refusal here
    reading = _Reading()
    try:
        parser = MultipartParser(boundary, reading.callbacks(), max_header_count=8, max_header_size=4_096)
        async for piece in _flow(request, limit):
            parser.write(piece)
            while reading.events:
                yield reading.events.popleft()
    except FormParserError as error:
        raise InvalidForm(private=type(error).__name__) from None
    if not reading.ended:
        raise InvalidForm(private="the last boundary is missing")


class _Reading:
    """What the parser tells, in order."""

    def __init__(self) -> None:
        self.events: deque[PartHead | bytes] = deque()
        self.ended = False
        self._parts = 0
        self._headers: dict[str, str] = {}
        self._name, self._value = b"", b""

    def callbacks(self) -> MultipartCallbacks:
        return {
            "on_part_begin": self._begin, "on_header_field": self._field, "on_header_value": self._said, "on_header_end": self._header,
            "on_headers_finished": self._head, "on_part_data": self._data, "on_end": self._end,
        }  # fmt: skip

    def _begin(self) -> None:
        self._parts += 1
        if self._parts > PARTS_MAX:
            raise BadInput("INVALID_INPUT", details=[Detail("body", "max", {"max": PARTS_MAX}, f"must have at most {PARTS_MAX} parts")])
        self._headers = {}

    def _field(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]

    def _said(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _header(self) -> None:
        name = self._name.decode("latin-1").lower()
        if name in self._headers:
            raise InvalidForm(private="a header of a part is repeated")
        self._headers[name] = self._value.decode("utf-8", "replace")
        self._name, self._value = b"", b""

    def _head(self) -> None:
        self.events.append(_part_head(self._headers))

    def _data(self, data: bytes, start: int, end: int) -> None:
        self.events.append(data[start:end])

    def _end(self) -> None:
        self.ended = True


def _part_head(headers: Mapping[str, str]) -> PartHead:
    from python_multipart.multipart import parse_options_header

    if headers.get("content-transfer-encoding", "binary").strip().lower() not in ("binary", "8bit", "7bit"):
        raise InvalidForm(private="a part is encoded")
    kind, options = parse_options_header(headers.get("content-disposition", "").encode("utf-8"))
    if kind != b"form-data" or b"name" not in options:
        raise InvalidForm(private="a part has no name")
    file = options.get(b"filename")
    media = plain_media(headers.get("content-type", ""))
    return PartHead(options[b"name"].decode("utf-8", "replace"), None if file is None else file.decode("utf-8", "replace"), media)
