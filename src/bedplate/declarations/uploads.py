"""`upload(...)`: a field that is a file."""
from __future__ import annotations

from typing import Any, TypedDict, Unpack, overload

from bedplate.declarations.descriptors import Field
from bedplate.declarations.fields.file import File
from bedplate.declarations.members import place_here

__all__ = ["UploadRules", "upload"]


class UploadRules(TypedDict, total=False):
    """What may be said of a file beside its size and its types."""

    writable: bool  # False: never from a caller, only from code
    immutable: bool  # from a caller at creation only
    hidden: bool  # never in a response, nor its bytes
    pii: bool
    column: str


@overload
def upload(*, default: None, max: str, types: tuple[str, ...], **rules: Unpack[UploadRules]) -> Field[File | None]: ...
@overload
def upload(*, max: str, types: tuple[str, ...], **rules: Unpack[UploadRules]) -> Any: ...
def upload(**kw: Any) -> Any:
    """A file of at most `max`, of one of these media types by its content: `upload(max="5MB", types=("image/png", "image/jpeg"))`."""
    return Field[Any](kw, place_here())
