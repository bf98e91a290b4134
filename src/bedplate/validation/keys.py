"""Keys in the path of a request."""
from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from bedplate.declarations.contract import Operation, ResourceContract
from bedplate.declarations.fields.type import FieldType, InvalidValue
from bedplate.errors import NotFound
from bedplate.values import Request

__all__ = ["KeyReader", "key_reader", "no_key", "part_reader", "path_names"]

KeyReader: TypeAlias = Callable[[Request], tuple[object, ...]]


def path_names(operation: Operation) -> tuple[str, ...]:
    """The path parameters as the router names them: one for each segment in braces, `{a},{b}` being one."""
    segments = operation.path.split("/")
    return tuple(segment[1:-1].removesuffix("*") for segment in segments if segment.startswith("{") and segment.endswith("}"))


def key_reader(operation: Operation, resource: ResourceContract) -> KeyReader:
    """Reads the key of the row that the path ends at."""
    return part_reader(path_names(operation)[-1:], tuple(resource.fields[name].type for name in resource.key))


def no_key(_: Request) -> tuple[object, ...]:
    """Of an operation on no row."""
    return ()


def part_reader(names: tuple[str, ...], types: tuple[FieldType, ...]) -> KeyReader:
    """Reads a key from one segment of the path. What no row could have as its key is not found, like any other absent row."""
    (name,) = names

    def read(request: Request) -> tuple[object, ...]:
        text = request.path[name]
        parts = (text,) if len(types) == 1 else tuple(text.split(","))
        if len(parts) != len(types):
            raise NotFound(private="malformed key in the path")
        try:
            return tuple(kind.parse_text(part) for kind, part in zip(types, parts, strict=True))
        except InvalidValue:
            raise NotFound(private="malformed key in the path") from None

    return read
