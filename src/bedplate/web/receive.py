"""The first verb: the head of a connection becomes a `Request`, or is refused. The body is not read here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bedplate.settings import Settings
from bedplate.values import Request
from bedplate.web.connection import Connection
from bedplate.web.refusals import BadRequest, HeadersTooLarge, NotAcceptable, UnknownHost, UrlTooLong
from bedplate.web.router import Router
from bedplate.web.source import prepare_source

__all__ = ["prepare_receive"]

MAX_HEADERS = 64
_JSON_RANGES = frozenset({"*/*", "application/*", "application/json"})
_SINGLE = frozenset({"host", "content-length", "content-type", "authorization", "idempotency-key", "x-csrf-token", "origin"})


def prepare_receive(
    router: Router, settings: Settings, now: Callable[[], datetime], new_request_id: Callable[[], str]
) -> Callable[[Connection], Request]:
    """Bind the verb to an application's routes, limits, clock and ids."""
    source = prepare_source(settings.trusted_proxies)
    hosts = frozenset(host.lower() for host in settings.hosts)

    def receive(connection: Connection) -> Request:
        if len(connection.path) + len(connection.query) > settings.url_max:
            raise UrlTooLong
        headers = _headers(connection.headers, settings.header_max)
        host = headers.get("host", "")
        if _bare(host) not in hosts:
            raise UnknownHost
        operation, parameters = router.find(connection.method, connection.path)
        accept = headers.get("accept")
        if accept is not None and operation.media == "application/json" and not _accepts_json(accept):
            raise NotAcceptable
        return Request(
            id=new_request_id(),
            operation=operation,
            path=parameters,
            query=connection.query,
            headers=headers,
            source=source(connection.peer, headers.get("x-forwarded-for")),
            now=now(),
            body=connection.draw,
            flow=connection.flow,
        )

    return receive


def _headers(pairs: list[tuple[bytes, bytes]], maximum: int) -> dict[str, str]:
    if len(pairs) > MAX_HEADERS:
        raise HeadersTooLarge
    headers: dict[str, str] = {}
    size = 0
    for raw_name, raw_value in pairs:
        size += len(raw_name) + len(raw_value)
        name, value = raw_name.decode("latin-1"), raw_value.decode("latin-1")
        present = headers.get(name)
        if present is None:
            headers[name] = value
        elif name in _SINGLE:
            raise BadRequest(private=f"header {name} repeated")
        else:
            headers[name] = f"{present}{'; ' if name == 'cookie' else ', '}{value}"
    if size > maximum:
        raise HeadersTooLarge
    return headers


def _bare(host: str) -> str:
    """The name without its port: `[::1]:8000` -> `[::1]`."""
    name, colon, port = host.rpartition(":")
    return (name if colon and port.isdigit() else host).lower()


def _accepts_json(accept: str) -> bool:
    if accept in _JSON_RANGES:
        return True
    for entry in accept.split(","):
        media, *parameters = (part.strip().lower() for part in entry.split(";"))
        if media in _JSON_RANGES:
            refused = any(parameter.replace(" ", "").startswith("q=0") and not parameter.strip("q=0.") for parameter in parameters)
            if not refused:
                return True
    return not accept.strip()
