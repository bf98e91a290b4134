"""The forms of endpoints: `body: Form[Sent]`, whose class may have files among its members."""
from __future__ import annotations

from typing import cast, get_args, get_origin

from bedplate.declarations.compiling.draft import cure_list
from bedplate.declarations.compiling.functions import Parameter
from bedplate.declarations.endpoints import Form
from bedplate.declarations.fields.file import Uploaded
from bedplate.declarations.fields.media import KNOWN_MEDIA
from bedplate.declarations.fields.of import field_type
from bedplate.declarations.fields.shapes import Json, ObjectOf
from bedplate.declarations.fields.type import FieldType
from bedplate.declarations.wrong import WrongExpression

__all__ = ["file_types", "form_type", "has_upload", "is_form"]


def is_form(body: Parameter | None) -> bool:
    """Whether a body is one."""
    return body is not None and (get_origin(body.annotation) or body.annotation) is Form


def form_type(body: Parameter) -> FieldType:
    """The class of a form: texts and files, nothing nested, as browsers send it."""
    kind = field_type((*get_args(body.annotation), None)[0], {})[0] if get_args(body.annotation) else None
    if not isinstance(kind, ObjectOf):
        raise WrongExpression("D541", "a form of no class", "write `body: Form[Sent]` with a dataclass: its members are the names of the form")
    nested = [one.name for one in kind.members if isinstance(one.type, Json)]
    if nested:
        raise WrongExpression("D541", f"a form has texts and files, and {nested[0]!r} is neither", "take JSON, or give each part a member of its own")
    return kind


def file_types(said: object, body: Parameter | None) -> tuple[str, ...]:
    """The media types of the files of a form."""
    files = body is not None and is_form(body) and has_upload(form_type(body))
    types = cast("tuple[object, ...]", said) if isinstance(said, tuple) else (said,)
    wrong = [one for one in types if one not in KNOWN_MEDIA]
    if wrong:
        raise WrongExpression("D542", f"types={wrong[0]!r} cannot be told by its content", f"take of: {cure_list(sorted(KNOWN_MEDIA))}")
    if files and not types:
        raise WrongExpression("D543", "a form takes files of no type", 'write `types=("image/png", "image/jpeg")`')
    if types and not files:
        raise WrongExpression("D544", "`types` of an endpoint that takes no files", "leave it out, or write `body: Form[Sent]` with an `Upload` in it")
    return tuple(one for one in types if isinstance(one, str))


def has_upload(kind: FieldType) -> bool:
    """Whether a value holds a file of a form."""
    if isinstance(kind, ObjectOf):
        return any(has_upload(one.type) for one in kind.members)
    return isinstance(kind, Uploaded) or any(has_upload(one) for one in vars_of(kind))


def vars_of(kind: FieldType) -> list[FieldType]:
    """The types that a list or map is made of."""
    return [one for one in (getattr(kind, "item", None), getattr(kind, "key", None)) if isinstance(one, FieldType)]
