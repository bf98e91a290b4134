"""What validation refuses."""
from __future__ import annotations

from bedplate.errors import BadInput, Refusal

__all__ = [
    "IdempotencyKeyRequired", "InvalidCursor", "InvalidForm", "InvalidInput", "InvalidJson", "PreconditionRequired", "UnsupportedMediaType",
]


class InvalidInput(BadInput):
    """The request is not valid; see the details."""


class InvalidJson(BadInput):
    """The body is not valid JSON."""

    cause = "The body is not one JSON value in UTF-8, has a key twice, is nested too deep, or holds NaN, Infinity or half a surrogate pair."
    cure = "Send strict JSON (RFC 8259) in UTF-8, each key once, nested at most 32 deep unless configured."


class InvalidCursor(BadInput):
    """The cursor is not one of this list."""

    cause = "A cursor was changed, belongs to another list or sort order, or was made with another secret."
    cure = "Start again without `cursor`, and pass `page.next` on as it is, with the same `sort`."


class InvalidForm(BadInput):
    """The body is not a valid form."""

    cause = "The body is no multipart/form-data as RFC 7578 has it: no boundary, a part without a name or with a transfer encoding, or the end is missing."
    cure = "Send the whole body as a form library makes it, each part with its name, and the boundary in Content-Type."


class UnsupportedMediaType(Refusal):
    """The body is not in a media type that is taken here."""

    status = 415
    cause = "Content-Type is missing or is neither application/json nor, for PATCH, application/merge-patch+json, or names another charset; or the body is compressed."
    cure = "Send JSON in UTF-8 as it is, with Content-Type: application/json and no Content-Encoding."


class PreconditionRequired(Refusal):
    """Say which revision you are changing."""

    status = 428
    cause = "Changes of such rows must not overwrite what others changed meanwhile, and the request has no `If-Match`."
    cure = "Read the row, and send its `ETag` as `If-Match`."


class IdempotencyKeyRequired(BadInput):
    """This is done only under an Idempotency-Key."""

    cause = "The action is one that must not happen twice, and the request has no Idempotency-Key: if its answer were lost, it could not be sent again."
    cure = "Send an Idempotency-Key: a new one, such as a UUID, for each thing to be done, and the same one whenever that is sent again."
