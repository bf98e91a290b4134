"""`app.group(...)`: endpoints of one contract, which have a prefix, options and a way to tell refusals in common."""
from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Literal, TypeAlias, TypeVar, Unpack

from bedplate.declarations.application import EndpointDeclaration
from bedplate.declarations.endpoints import EndpointRules
from bedplate.errors import Place, Refusal

__all__ = ["Endpoints", "Method"]

Method: TypeAlias = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
Async = TypeVar("Async", bound=Callable[..., Awaitable[Any]])


class Endpoints:
    """Where endpoints are declared: the application itself, or a group of it."""

    def __init__(
        self, noted: list[EndpointDeclaration], prefix: str = "", usual: Mapping[str, Any] | None = None, errors: Callable[[Refusal], object] | None = None
    ) -> None:
        self._noted = noted
        self._prefix = prefix
        self._usual = dict(usual or {})
        self._errors = errors

    def endpoint(self, method: Method, path: str, /, **rules: Unpack[EndpointRules]) -> Callable[[Async], Async]:
        """A contract that exists already; who may call it and how often must be said."""

        def noted(function: Async) -> Async:
            said = {**self._usual, **rules}
            self._noted.append(EndpointDeclaration(method, f"{self._prefix}{path}", said, function, _place_of(function), self._errors))
            return function

        return noted


def _place_of(function: Callable[..., object]) -> Place:
    code = function.__code__
    return Place(code.co_filename, code.co_firstlineno)
