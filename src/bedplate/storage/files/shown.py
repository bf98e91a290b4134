"""What an answer shows of a file: what is stored of it, and the address of its bytes under the rules of its row."""
from __future__ import annotations

from bedplate.declarations.contract import ResourceContract
from bedplate.declarations.operations import file_segment
from bedplate.storage.fragment import Fragment, join, keyed_text, name, sql
from bedplate.storage.scopes import Scope

__all__ = ["file_value"]


def file_value(row: Scope, field: str) -> Fragment:
    """The stored object, which ends with its brace, with one member more."""
    resource = row.resource
    stored = sql("{}.{}", row.alias, name(resource.fields[field].column))
    if resource.internal:
        return sql("coalesce({}, 'null')", stored)
    parts: list[Fragment] = []
    for part in resource.key:
        parts += [keyed_text("," if parts else f"/v1/{resource.path}/"), _in_path(resource, part, row)]
    url = sql("json_quote(concat({}))", join(", ", [*parts, keyed_text(f"/{file_segment(field)}")]))
    return sql("CASE WHEN {} IS NULL THEN 'null' ELSE concat(substr({}, 1, length({}) - 1), ',\"url\":', {}, '}') END", stored, stored, stored, url)


def _in_path(resource: ResourceContract, part: str, row: Scope) -> Fragment:
    """A part of a key as it stands in an address. Of a text, what has a meaning there is written as RFC 3986 has it."""
    field = resource.fields[part]
    value = sql("{}.{}", row.alias, name(field.column))
    if field.type.answer != "text":
        return value
    for mark in "%/?#, \\\"":
        value = sql("replace({}, {}, {})", value, keyed_text(mark), keyed_text(f"%{ord(mark):02X}"))
    return value
