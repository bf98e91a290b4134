"""A client without a socket: what it sends takes the whole way of a request, and what comes back is what would go on the wire."""
from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from decimal import Decimal
from enum import Enum
from typing import Any, TypeVar, cast
from urllib.parse import quote, urlencode

import msgspec

from bedplate.declarations.fields.known import constant_type
from bedplate.declarations.fields.numbers import SAFE_INTEGER
from bedplate.declarations.resources import Row
from bedplate.declarations.rows import One, key_of
from bedplate.values import Response
from bedplate.web.connection import Connection
from bedplate.web.refusals import PayloadTooLarge

__all__ = ["Answer", "Client"]

T = TypeVar("T")
Send = Callable[[Connection], Awaitable[Response]]

_SHOWN = 400  # characters of a body in a failure message


class Answer:
    """What came back. `code` is that of a refusal, else empty; header names are lower case."""

    __slots__ = ("body", "code", "headers", "status")

    def __init__(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        self.status = status
        self.headers = headers
        self.body = body
        self.code = _code_in(status, headers, body)

    @property
    def json(self) -> Any:
        """The whole body, decoded."""
        return msgspec.json.decode(self.body)

    def data(self, shape: type[T], /) -> T:
        """What the answer holds, decoded into a type: a dataclass, a TypedDict, `list[Shape]`, ... Raises msgspec.ValidationError where it
        does not fit, AssertionError for a refusal."""
        if self.status >= 400:
            raise AssertionError(f"there is no data in a refusal: {self}")
        return msgspec.convert(self.json["data"], shape)

    @property
    def next(self) -> str | None:
        """The cursor of the next page of a list; None on the last one."""
        return cast("str | None", self.json["page"]["next"])

    def __repr__(self) -> str:
        shown = self.body[:_SHOWN].decode("utf-8", "replace")
        return f"<{self.status} {self.code or 'OK'} {shown}{'…' if len(self.body) > _SHOWN else ''}>"


class Client:
    """Calls the application on somebody's behalf. Cookies, and the CSRF token of a sign-in, are kept as a browser would."""

    def __init__(self, send: Send, token: Callable[[], str] | None = None, headers: Mapping[str, str] | None = None) -> None:
        self._send = send
        self._token = token
        self._headers = {name.lower(): value for name, value in (headers or {}).items()}
        self._cookies: dict[str, str] = {}
        self._csrf = ""

    def with_headers(self, headers: Mapping[str, str], /) -> Client:
        """The same caller, sending these headers too: `If-Match`, `Idempotency-Key`, ..."""
        client = Client(self._send, self._token, {**self._headers, **headers})
        client._cookies, client._csrf = self._cookies, self._csrf
        return client

    async def get(self, path: str, /, **query: object) -> Answer:
        """Read: `get("/v1/tickets", status="open", limit=5)`; `**{"created_at.gt": instant}` where a name has a dot."""
        return await self.send("GET", path, query=query)

    async def post(self, path: str, /, **body: object) -> Answer:
        """Create, or call an action: `post(f"/v1/tickets/{ticket.id}/assign", to=agent)`. A row is sent as its key."""
        return await self.send("POST", path, body=_encoded(body))

    async def patch(self, path: str, /, **body: object) -> Answer:
        """Change what is named; None removes a value."""
        return await self.send("PATCH", path, body=_encoded(body))

    async def put(self, path: str, /, **body: object) -> Answer:
        """For endpoints that are declared with PUT."""
        return await self.send("PUT", path, body=_encoded(body))

    async def delete(self, path: str, /, **query: object) -> Answer:
        """Delete."""
        return await self.send("DELETE", path, query=query)

    async def send(
        self, method: str, path: str, /, *, query: Mapping[str, object] | None = None, body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Any request, its body as bytes."""
        target, _, written = path.partition("?")
        said = urlencode([(name, _text(value)) for name, value in (query or {}).items()], quote_via=quote, safe=",-_.~:")
        sent = self._head(method, body) | {name.lower(): value for name, value in (headers or {}).items()}
        connection = Connection(
            method=method, path=quote(target, safe="/%:@!$&'()*+,;=-._~"), query="&".join(part for part in (written, said) if part),
            headers=[(name.encode("latin-1"), value.encode("latin-1")) for name, value in sent.items()],
            peer="127.0.0.1", secure=True, draw=_drawing(body or b""),
        )  # fmt: skip
        return await self._answer(await self._send(connection), head=method == "HEAD")

    def _head(self, method: str, body: bytes | None) -> dict[str, str]:
        head = {"host": "localhost", "accept": "application/json"}
        if body is not None:
            head |= {"content-type": "application/json", "content-length": str(len(body))}
        if self._token is not None:
            head["authorization"] = f"Bearer {self._token()}"
        if self._cookies:
            head["cookie"] = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
            if method not in ("GET", "HEAD", "OPTIONS") and self._csrf:
                head["x-csrf-token"] = self._csrf
        return head | self._headers

    async def _answer(self, response: Response, *, head: bool) -> Answer:
        body = b"" if head else response.body
        if response.stream is not None and not head:
            body = b"".join([part async for part in response.stream])
        headers: dict[str, str] = {}
        for raw_name, raw_value in response.headers:
            name, value = raw_name.decode("latin-1"), raw_value.decode("latin-1")
            if name == "set-cookie":
                self._keep_cookie(value)
            headers[name] = f"{headers[name]}, {value}" if name in headers else value
        answer = Answer(response.status, headers, body)
        self._keep_csrf(answer)
        return answer

    def _keep_cookie(self, header: str) -> None:
        pair, *attributes = (part.strip() for part in header.split(";"))
        name, _, value = pair.partition("=")
        if not value or "max-age=0" in (attribute.lower() for attribute in attributes):
            self._cookies.pop(name, None)
        else:
            self._cookies[name] = value

    def _keep_csrf(self, answer: Answer) -> None:
        self._csrf = answer.headers.get("x-csrf-token", self._csrf)
        if answer.status < 300 and b'"csrf"' in answer.body and isinstance(data := answer.json.get("data"), dict):
            self._csrf = str(cast("dict[str, object]", data).get("csrf", self._csrf))


def _drawing(body: bytes) -> Callable[[int], Awaitable[bytes]]:
    async def draw(limit: int) -> bytes:
        if len(body) > limit:
            raise PayloadTooLarge(headers={"Connection": "close"})
        return body

    return draw


def _code_in(status: int, headers: Mapping[str, str], body: bytes) -> str:
    if status < 400 or not headers.get("content-type", "").startswith("application/json"):
        return ""
    try:
        found: Any = msgspec.json.decode(body)
    except msgspec.DecodeError:  # an endpoint with an error format of its own
        return ""
    return str(cast("dict[str, object]", found).get("code", "")) if isinstance(found, dict) else ""


def _encoded(body: Mapping[str, object]) -> bytes:
    return msgspec.json.encode({name: _plain(value) for name, value in body.items()})


def _plain(value: object) -> object:
    """A Python value as the API takes it: a row as its key, a duration in seconds, a decimal and a large integer as text."""
    if isinstance(value, Row):
        return _plain(key_of(value))
    if isinstance(value, One):
        return _plain(cast("Any", value).id)
    if isinstance(value, timedelta):
        whole, rest = divmod(value, timedelta(seconds=1))
        return value.total_seconds() if rest else whole
    if isinstance(value, int) and abs(value) > SAFE_INTEGER:
        return str(value)
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in cast("Mapping[object, object]", value).items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(one) for one in cast("list[object]", value)]
    return value


def _text(value: object) -> str:
    """A value in a query: several ones are joined by commas, and a comma inside of one is written `\\,`."""
    plain = _plain(value)
    if isinstance(plain, list):
        return ",".join(_text(one).replace(",", "\\,") for one in cast("list[object]", plain))
    if isinstance(plain, bool):
        return "true" if plain else "false"
    if isinstance(plain, Enum):
        return str(plain.value)
    if isinstance(plain, str | int | Decimal):
        return str(plain)
    kind = constant_type(plain)
    if kind is None:
        raise TypeError(f"a {type(value).__name__} has no place in a query")
    return str(kind.dump(plain))
