"""From method and path to the operation: a tree of segments made once at boot.

A literal segment beats a parameter, so `/v1/people/invite` is found beside `/v1/people/{id}`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes

from bedplate.declarations.contract import Limit, Operation
from bedplate.web.refusals import BadRequest, MethodNotAllowed, UnknownRoute

__all__ = ["OPTIONS", "Router"]

OPTIONS = "system.options"


@dataclass(slots=True)
class _Branch:
    literals: dict[str, _Branch] = field(default_factory=dict)
    parameter: _Branch | None = None
    rest: _Branch | None = None  # `{name*}`: everything that follows
    methods: dict[str, tuple[Operation, tuple[str, ...]]] = field(default_factory=dict)
    allow: str = ""


class Router:
    """All operations of an application. Immutable after construction."""

    def __init__(self, operations: Iterable[Operation], limit: Limit) -> None:
        self._root = _Branch()
        self._exact: dict[str, _Branch] = {}
        for operation in operations:
            self._add(operation)
        self._finish(self._root, limit)

    def _add(self, operation: Operation) -> None:
        branch, names = self._root, list[str]()
        for segment in operation.path.split("/")[1:]:
            if segment.endswith("*}"):
                names.append(segment[1:-2])
                branch.rest = branch.rest or _Branch()
                branch = branch.rest
            elif segment.startswith("{") and segment.endswith("}"):
                names.append(segment[1:-1])
                branch.parameter = branch.parameter or _Branch()
                branch = branch.parameter
            else:
                branch = branch.literals.setdefault(segment, _Branch())
        branch.methods[operation.method] = (operation, tuple(names))
        if not names:
            self._exact[operation.path] = branch

    def _finish(self, branch: _Branch, limit: Limit) -> None:
        if branch.methods:
            some, names = next(iter(branch.methods.values()))
            if "GET" in branch.methods and "HEAD" not in branch.methods:
                branch.methods["HEAD"] = branch.methods["GET"]
            options = Operation(id=OPTIONS, method="OPTIONS", path=some.path, verb=OPTIONS, strangers=True, limit=limit, success=204)
            branch.methods.setdefault("OPTIONS", (options, names))
            branch.allow = ", ".join(sorted(branch.methods))
        for child in (*branch.literals.values(), branch.parameter, branch.rest):
            if child is not None:
                self._finish(child, limit)

    def allowed(self, path: str) -> str:
        """The value of `Allow` for a raw path that exists."""
        return self._locate(path)[0].allow

    def find(self, method: str, path: str) -> tuple[Operation, dict[str, str]]:
        """The operation and its decoded path parameters. Raises UnknownRoute, MethodNotAllowed, BadRequest."""
        branch, values = self._locate(path)
        found = branch.methods.get(method)
        if found is None:
            raise MethodNotAllowed(headers={"Allow": branch.allow})
        operation, names = found
        return operation, dict(zip(names, values, strict=True)) if names else {}

    def _locate(self, path: str) -> tuple[_Branch, list[str]]:
        exact = self._exact.get(path)
        if exact is not None:
            return exact, []
        branch, values = self._root, list[str]()
        segments = path.split("/")
        for position, segment in enumerate(segments[1:], 1):
            literal = branch.literals.get(segment)
            if literal is not None:
                branch = literal
            elif branch.parameter is not None and segment:
                values.append(_decoded(segment))
                branch = branch.parameter
            elif branch.rest is not None:
                values.append("/".join(_decoded(part) for part in segments[position:]))
                branch = branch.rest
                break
            else:
                raise UnknownRoute
        if not branch.methods:
            raise UnknownRoute
        return branch, values


def _decoded(segment: str) -> str:
    if "%" not in segment:
        return segment
    try:
        text = unquote_to_bytes(segment).decode("utf-8")
    except UnicodeDecodeError:
        raise BadRequest(private="path is not UTF-8") from None
    if "\x00" in text:
        raise BadRequest(private="NUL in path")
    return text
