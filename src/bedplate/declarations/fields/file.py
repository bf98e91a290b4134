"""Files: what a row holds of one. The bytes lie elsewhere, under the generated name `id`.

A caller never sets such a value by JSON, or it could be somebody else's file: it is made by whoever took the bytes in.
"""
from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, ClassVar, Final, Literal, cast

import msgspec

from bedplate.declarations.fields.media import KNOWN_MEDIA, extension_of
from bedplate.declarations.fields.spelling import Rules, Spelling
from bedplate.declarations.fields.type import AnswerForm, FieldType, InvalidValue, Moment, Stored
from bedplate.declarations.fields.wrong import WrongRules

__all__ = ["FILE_MAX", "NAME_MAX", "OPENED", "SPELLINGS", "File", "StoredFile", "Upload", "Uploaded", "byte_count"]

FILE_MAX: Final = 5_000_000_000
"""Bytes of a file at most, whatever is declared."""

NAME_MAX: Final = 200

OPENED: ContextVar[Callable[[str, int], AsyncIterator[bytes]]] = ContextVar("bedplate_files")
"""What gives the bytes of a file to the code that runs now: set for the time of a call of the application's code."""

_UNITS: Final = {"KB": 1_000, "MB": 1_000_000, "GB": 1_000_000_000}
_ID: Final = "^[0-9a-f]{32}$"


@dataclass(frozen=True, slots=True)
class File:
    """A stored file, as a field holds it. `media` was found by its content, `name` is the caller's, made harmless."""

    name: str
    size: int
    media: str
    sha256: str
    id: str
    at: str  # when it was taken in: an instant in UTC, as answers write it

    async def chunks(self) -> AsyncIterator[bytes]:
        """The bytes, piece by piece. Raises RuntimeError outside of a call, StorageFailed where they cannot be read."""
        opened = OPENED.get(None)
        if opened is None:
            raise RuntimeError("the bytes of a file are there for the code of actions, endpoints and hooks only")
        async for part in opened(self.id, self.size):
            yield part


@dataclass(frozen=True, slots=True)
class Upload(File):
    """A file in a request: already checked and put aside; kept when a row holds it at the end."""


def byte_count(text: object) -> int | None:
    """`"5MB"` is 5,000,000; None for what is no size."""
    found = text if isinstance(text, str) else ""
    digits, unit = found[:-2], found[-2:]
    if not digits.isascii() or not digits.isdigit() or len(digits) > 6 or unit not in _UNITS:
        return None
    return int(digits) * _UNITS[unit]


@dataclass(frozen=True, slots=True)
class StoredFile(FieldType):
    """A file of at most `max` bytes and of one of the `types`, by its content. Kept as JSON text that ends with the object's brace."""

    max: int
    types: tuple[str, ...]

    kind: ClassVar[str] = "file"
    storage: ClassVar[Literal["TEXT", "INTEGER", "REAL", "BLOB"]] = "TEXT"
    answer: ClassVar[AnswerForm] = "file"
    operators: ClassVar[frozenset[str]] = frozenset()
    marks: ClassVar[frozenset[str]] = frozenset()

    def parse(self, value: object) -> object:
        if isinstance(value, Upload):  # of a form: no JSON is one
            return self.check(value)
        raise InvalidValue("file", {}, "is a file: send its bytes to its own address, or send the whole as multipart/form-data")

    def parse_text(self, text: str) -> object:
        return self.parse(text)

    def check(self, value: object) -> File:
        if not isinstance(value, File):
            raise InvalidValue("file", {}, "must be a file")
        if value.size > self.max:
            raise InvalidValue("max", {"max": self.max}, f"must have at most {self.max} bytes")
        if value.media not in self.types:
            raise InvalidValue("types", {"types": list(self.types)}, f"must be one of {', '.join(self.types)} by its content")
        return value

    def store(self, value: object) -> Stored:
        return msgspec.json.encode(self.dump(value)).decode()

    def load(self, stored: Stored) -> File:
        assert isinstance(stored, str)
        found = cast("dict[str, Any]", msgspec.json.decode(stored))
        return File(found["name"], found["size"], found["type"], found["sha256"], found["id"], found["at"])

    def dump(self, value: object) -> object:
        assert isinstance(value, File)
        return {"name": value.name, "size": value.size, "type": value.media, "sha256": value.sha256, "id": value.id, "at": value.at}

    def schema(self) -> dict[str, object]:
        return {
            "type": "object", "readOnly": True, "additionalProperties": False, "required": ["name", "size", "type", "sha256", "id", "at"],
            "properties": {
                "name": {"type": "string", "maxLength": NAME_MAX, "pattern": r"^[^\u0000]*$", "description": "As the caller called it, made harmless."},
                "size": {"type": "integer", "format": "int64", "minimum": 0, "maximum": self.max, "description": "Bytes."},
                "type": {"type": "string", "enum": list(self.types), "description": "The media type, by content."},
                "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$", "maxLength": 64, "description": "Of the bytes."},
                "id": {"type": "string", "pattern": _ID, "maxLength": 32, "description": "Another one after each upload."},
                "at": {"type": "string", "format": "date-time", "maxLength": 27, "description": "When it was uploaded."},
                "url": {"type": "string", "format": "uri-reference", "maxLength": 2_000, "description": "Where its bytes are."},
            },
        }

    def input_schema(self) -> dict[str, object] | None:
        return None

    def made_up(self, moment: Moment) -> object:
        number, media = sha256(f"{moment.name} {moment.number}".encode()).hexdigest(), self.types[0]
        return File(f"{moment.name}{extension_of(media)}", 0, media, sha256().hexdigest(), number[:32], instant(moment.now))


@dataclass(frozen=True, slots=True)
class Uploaded(FieldType):
    """A member of a form that is a file. What may be sent stands beside the endpoint: `types=`, `body_max=`."""

    kind: ClassVar[str] = "upload"
    storage: ClassVar[Literal["TEXT", "INTEGER", "REAL", "BLOB"]] = "TEXT"
    answer: ClassVar[AnswerForm] = "json"
    operators: ClassVar[frozenset[str]] = frozenset()
    marks: ClassVar[frozenset[str]] = frozenset()

    def parse(self, value: object) -> object:
        return self.check(value)

    def parse_text(self, text: str) -> object:
        return self.check(text)

    def check(self, value: object) -> object:
        if not isinstance(value, Upload):
            raise InvalidValue("file", {}, "must be a file of a form")
        return value

    def store(self, value: object) -> Stored:
        raise TypeError("a form is not stored: assign the file to a field of a row")

    def load(self, stored: Stored) -> object:
        raise TypeError("a form is not stored")

    def dump(self, value: object) -> object:
        return value

    def schema(self) -> dict[str, object]:
        return {"type": "string", "contentMediaType": "application/octet-stream"}

    def made_up(self, moment: Moment) -> object:
        raise ValueError("a file of a form is not guessed")


def instant(now: datetime) -> str:
    """As every answer writes an instant."""
    return now.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _made(rules: Rules, inside: bool) -> FieldType:
    if inside:
        raise WrongRules("FILE_INSIDE", "A file is part of a JSON value.", "Give it a field of its own, or a resource with one file a row.")
    if "max" not in rules or "types" not in rules:
        raise WrongRules("FILE_WITHOUT_RULES", "A file has no `max` or no `types`.", 'Write upload(max="5MB", types=("image/png", "image/jpeg")).')
    most, types = byte_count(rules["max"]), rules["types"]
    if most is None or not 0 < most <= FILE_MAX:
        raise WrongRules("WRONG_FILE_SIZE", f"`max` is no size of a file, or more than {FILE_MAX} bytes.", 'Write max="100KB" or max="5MB".')
    if not isinstance(types, tuple) or not types or any(one not in KNOWN_MEDIA for one in cast("tuple[object, ...]", types)):
        raise WrongRules(
            "UNKNOWN_MEDIA", "`types` is no tuple of media types that can be told by their content.", f"Take of: {', '.join(sorted(KNOWN_MEDIA))}.")
    return StoredFile(most, tuple(dict.fromkeys(cast("tuple[str, ...]", types))))


def _form_member(_rules: Rules, inside: bool) -> FieldType:
    if not inside:
        raise WrongRules("UPLOAD_OUTSIDE", "An Upload stands outside of a form.", "Make it a member of the class in `body: Form[...]`.")
    return Uploaded()


SPELLINGS: Final = (Spelling(File, _made, frozenset({"max", "types"})), Spelling(Upload, _form_member))
