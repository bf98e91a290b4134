"""What the door refuses before anybody is asked who they are."""

from __future__ import annotations

from bedplate.errors import BadInput, Forbidden, NotFound, Refusal, Unavailable

__all__ = [
    "BadRequest",
    "ClientGone",
    "HeadersTooLarge",
    "MethodNotAllowed",
    "NotAcceptable",
    "NotReady",
    "PayloadTooLarge",
    "RequestTimeout",
    "UnknownHost",
    "UnknownRoute",
    "UrlTooLong",
    "WebRefusal",
]


class WebRefusal(Refusal):
    """The request cannot be taken in."""

    status = 400
    cause = "The request breaks a rule of HTTP or one of the server's limits."
    cure = "Send a well-formed request within the documented limits."


class BadRequest(BadInput):
    """The request is malformed."""

    cause = "A header, the path or the framing of the body is not valid."
    cure = "Send a well-formed HTTP request: paths in percent-encoded UTF-8, each header once."


class RequestTimeout(BadInput):
    """The body of the request came too slowly."""

    cause = "The body was not complete within the time a body may take."
    cure = "Send the body faster, or a smaller one."


class ClientGone(BadInput):
    """The connection was closed before the body was complete."""

    cause = "The caller hung up; nobody reads this answer, it is what the log shows."
    cure = "Send the whole body."


class UnknownHost(Forbidden):
    """This host name is not served here."""

    cause = "The Host header is not in BEDPLATE_HOSTS, which protects against DNS rebinding and poisoned links."
    cure = "Use a host name that is served, or add it to BEDPLATE_HOSTS."


class UnknownRoute(NotFound):
    """There is nothing at this address."""

    code = "NOT_FOUND"
    cause = "No operation has this path."
    cure = "See /docs for the addresses there are."


class MethodNotAllowed(WebRefusal):
    """This address does not offer that method."""

    status = 405
    cause = "The path exists, with other methods: they are in the `Allow` header."
    cure = "Use one of the methods in `Allow`."


class NotAcceptable(WebRefusal):
    """The answer is not available in a media type that you accept."""

    status = 406
    cause = "The Accept header excludes the media type of this answer."
    cure = "Accept application/json."


class PayloadTooLarge(WebRefusal):
    """The body is too large."""

    status = 413
    cause = "The body exceeds the limit of this operation (1 MiB unless configured, 4 KiB for credentials)."
    cure = "Send a smaller body."


class UrlTooLong(WebRefusal):
    """The address is too long."""

    status = 414
    cause = "Path and query together exceed the limit (8 KiB unless configured)."
    cure = "Ask for less in one request."


class HeadersTooLarge(WebRefusal):
    """The headers are too large."""

    status = 400
    cause = "The headers together exceed the limit (64 KiB unless configured), or there are more than 64."
    cure = "Send fewer or smaller headers."


class NotReady(Unavailable):
    """Not ready to answer."""

    cause = "The database does not answer, or the server is stopping."
    cure = "Wait until /readyz answers 200."
