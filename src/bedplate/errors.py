"""Every refusal of a request, and every fault of a declaration.

Two exception classes, because there are two readers: `Refusal` ends a request (public words for the caller, private words for
the operator, never mixed) and `DeclarationFault` ends a boot. Anything else that is raised is a bug and becomes one bare 500.
"""
from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import ClassVar

__all__ = ["BadInput", "Conflict", "DeclarationFault", "Detail", "Fault", "Forbidden", "NotFound", "Place", "Refusal", "Unavailable", "placed"]

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def code_of(name: str) -> str:
    """`TicketClosed` -> `TICKET_CLOSED`: the stable code of a refusal is its class's name."""
    return _HUMP.sub("_", name).upper()


@dataclass(frozen=True, slots=True)
class Detail:
    """One fault of an input: where it is, which rule it breaks, that rule's parameters, and words.

    The rejected value is never part of it: it may be a secret.
    """

    place: str
    rule: str
    parameters: Mapping[str, object] = field(default_factory=dict[str, object])
    words: str = ""


def placed(details: Sequence[Detail], place: str) -> list[Detail]:
    """The details of one part of a body, which was read as if it were a body of its own, at the place of that part."""
    return [replace(one, place=place + one.place.removeprefix("body")) if one.place.partition(".")[0] == "body" else one for one in details]


class Refusal(Exception):
    """The end of a request that cannot be answered.

    Subclass one of the status classes below: the name becomes the code, the first line of the docstring the public words.
    `cause` and `cure` are the entry in the error catalogue. `private` reaches the log only.
    """

    status: ClassVar[int] = 500
    code: str = "INTERNAL_ERROR"
    words: ClassVar[str] = "Something went wrong on our side."
    cause: ClassVar[str] = "A fault of the server or of the application, told to nobody but its log, where the event `failure` names its places."
    cure: ClassVar[str] = "Try again later; if it stays, tell who runs the server when it happened."

    def __init_subclass__(cls, **kwargs: object) -> None:
        super().__init_subclass__(**kwargs)
        if "code" not in cls.__dict__:
            cls.code = code_of(cls.__name__)
        if "words" not in cls.__dict__ and cls.__doc__:
            cls.words = " ".join(cls.__doc__.strip().split("\n\n")[0].split())

    def __init__(
        self,
        code: str = "",
        *,
        details: Sequence[Detail] = (),
        headers: Mapping[str, str] | None = None,
        private: str = "",
    ) -> None:
        super().__init__(code or type(self).code)
        if code:
            self.code = code
        self.details = tuple(details)
        self.headers: Mapping[str, str] = headers or {}
        self.private = private


class BadInput(Refusal):
    """The request is not valid."""

    status = 400
    cause = "A part of the request breaks a declared rule; `details` names each place and rule."
    cure = "Correct the places named in `details`."


class Forbidden(Refusal):
    """You may not do this."""

    status = 403
    cause = "The caller may see this but not do what was asked, or no rule allows it to this kind of caller."
    cure = "Ask somebody who may, or sign in with another account."


class NotFound(Refusal):
    """There is nothing here that you may see."""

    status = 404
    cause = "It does not exist, or the caller may not read it: the two are not told apart."
    cure = "Check the address and the account that is signed in."


class Conflict(Refusal):
    """This does not fit the present state."""

    status = 409
    cause = "The state changed, or a rule about the state forbids the change."
    cure = "Read the present state and decide again."


class Unavailable(Refusal):
    """Not available at the moment."""

    status = 503
    cause = "A limit of the server was reached."
    cure = "Try again after the time in `Retry-After`."
    retry_after: ClassVar[int] = 1  # seconds, for the header that the cure speaks of

    def __init__(
        self,
        code: str = "",
        *,
        details: Sequence[Detail] = (),
        headers: Mapping[str, str] | None = None,
        private: str = "",
    ) -> None:
        given = {"Retry-After": str(type(self).retry_after)} if headers is None else headers
        super().__init__(code, details=details, headers=given, private=private)


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was written: a file and a line, counted from 1."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Fault:
    """One wrong declaration: a stable code, what is wrong, where, and what to write instead."""

    code: str
    what: str
    cure: str
    place: Place

    def __str__(self) -> str:
        return f"{self.place}: {self.code}: {self.what}\n    {self.cure}"


class DeclarationFault(Exception):
    """The application cannot start: all faults that were found, in the order of their places."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda f: (f.place.file, f.place.line, f.code)))
        super().__init__("\n".join(str(f) for f in self.faults))
