"""Contracts that exist already: who may call an endpoint, and every shape that it can answer with."""
from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from string import Formatter
from typing import Any, ClassVar, Generic, Literal, LiteralString, Required, TypedDict

from typing_extensions import TypeVar

from bedplate.declarations.expressions import Expr, node_of
from bedplate.declarations.nodes import Node
from bedplate.declarations.services import parse_duration
from bedplate.errors import Refusal

__all__ = [
    "ANYONE", "HMAC", "SIGNED_IN", "Auth", "Cookie", "EndpointRules", "Form", "Header", "Html", "Http200", "Http201", "Http303", "Http400", "Http401", "Http404", "Http409",
    "Only", "Raw", "Reply", "Sessions", "SetCookie", "only",
]

T = TypeVar("T")


class Auth:
    """Who may call an endpoint."""


class _Anyone(Auth):
    def __repr__(self) -> str:
        return "ANYONE"


class _SignedIn(Auth):
    def __repr__(self) -> str:
        return "SIGNED_IN"


ANYONE: Auth = _Anyone()
SIGNED_IN: Auth = _SignedIn()


@dataclass(frozen=True, slots=True)
class Only(Auth):
    """Signed in, and this holds for the caller's own account row."""

    rule: Node


def only(rule: Expr[bool], /) -> Auth:
    """Who is signed in and for whose account this holds: `only(actor(Person).role == Role.ADMIN)`."""
    return Only(node_of(rule))


@dataclass(frozen=True, slots=True)
class HMAC(Auth):
    """Whoever signs the body with the secret in the environment variable `env`: SHA-256 over `timestamp.body`, no older than `within`."""

    env: str
    header: str = "X-Signature"
    within: str = "5min"

    @property
    def seconds(self) -> float:
        """How old a signature may be."""
        return parse_duration(self.within).total_seconds()


@dataclass(frozen=True, slots=True)
class SetCookie:
    """A cookie to set; HttpOnly, Secure and SameSite=Lax unless said otherwise. `max_age` in seconds, 0 removes it."""

    name: str
    value: str = field(repr=False)
    max_age: int | None = None
    path: str = "/"
    http_only: bool = True
    secure: bool = True
    same_site: Literal["Strict", "Lax", "None"] = "Lax"


@dataclass(frozen=True, slots=True)
class Sessions:
    """How the session's cookie is named, where browsers have it already. Without this it is `__Host-session`, which a page on another
    host of the same domain cannot set: a name of your own gives that up, and `bedplate inspect` says so."""

    cookie: str


@dataclass(frozen=True, slots=True)
class Cookie:
    """In Annotated: this parameter is the value of a cookie."""

    name: str


@dataclass(frozen=True, slots=True)
class Header:
    """In Annotated: this parameter is the value of a header."""

    name: str


@dataclass(frozen=True, slots=True)
class Form(Generic[T]):
    """A body that is a form (multipart/form-data), with or without files: `body: Form[Sent]`, a dataclass whose files are `Upload`s."""

    value: T


class Raw:
    """Bytes as they are, where a contract fixes even the spaces."""

    __slots__ = ("body", "media")

    def __init__(self, body: bytes, /, *, media: str) -> None:
        self.body = body
        self.media = media


class Html:
    """A page made of literal templates; every value is escaped."""

    __slots__ = ("text",)

    def __init__(self, text: LiteralString, /) -> None:
        self.text: str = text

    @staticmethod
    def of(template: LiteralString, /, **values: object) -> Html:
        """`Html.of("<b>{name}</b>", name=name)`. A value that is Html itself stands as it is. Raises KeyError for a missing value."""
        return _made("".join(_filled(template, values)))

    @staticmethod
    def each(template: LiteralString, rows: Iterable[Mapping[str, object]], /) -> Html:
        """The template once for each row."""
        return _made("".join(part for row in rows for part in _filled(template, row)))


def _made(text: str) -> Html:
    page = Html("")
    page.text = text
    return page


def _filled(template: str, values: Mapping[str, object]) -> Iterable[str]:
    for literal, name, form, conversion in Formatter().parse(template):
        yield literal
        if name is None:
            continue
        if form or conversion or not name.isidentifier():
            raise ValueError("a template holds plain {names} only")
        value = values[name]
        yield value.text if isinstance(value, Html) else escape(str(value), quote=True)


class Reply(Generic[T]):
    """A response with a status of its own: `class Http418(Reply[T], status=418)`."""

    status: ClassVar[int] = 200

    def __init__(self, body: T, /, *, headers: Mapping[str, str] | None = None, cookies: Sequence[SetCookie] = ()) -> None:
        self.body = body
        self.headers: Mapping[str, str] = headers or {}
        self.cookies: tuple[SetCookie, ...] = tuple(cookies)

    def __init_subclass__(cls, *, status: int, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.status = status


class Http200(Reply[T], status=200):
    """OK."""


class Http201(Reply[T], status=201):
    """Created."""


class Http303(Reply[T], status=303):
    """See Other."""


class Http400(Reply[T], status=400):
    """Bad Request."""


class Http401(Reply[T], status=401):
    """Unauthorized."""


class Http404(Reply[T], status=404):
    """Not Found."""


class Http409(Reply[T], status=409):
    """Conflict."""


class EndpointRules(TypedDict, total=False):
    """What is said of an endpoint: who may call it and how often must be."""

    auth: Required[Auth]
    limit: Required[str]
    raw: bool  # the result is the body; no envelope
    unknown: Literal["refuse", "ignore"]  # fields that are not declared
    body_max: str
    types: tuple[str, ...]  # of the files of a form, by content
    once: str  # the body's field that names a delivery; a repeat does nothing
    waive: Mapping[str, str]  # item of the checklist: the reason, kept in the report
    raises: tuple[type[Refusal], ...]
