"""What an answer is made of: the rows, queries and members in it, through mappings, lists and the framework's own wrappers."""
from __future__ import annotations

from collections.abc import Iterator

from bedplate.checklist.review.value import Value

__all__ = ["WRAPPERS", "shown"]

WRAPPERS = frozenset({"flask.jsonify", "flask.json.jsonify", "flask.make_response", "fastapi.responses.JSONResponse", "starlette.responses.JSONResponse"})


def shown(value: Value, depth: int = 5, *, sources: bool = False) -> Iterator[Value]:
    """The rows, queries and members of rows in a returned value; with `sources` also the queries that lists were made from."""
    for option in value.options():
        if option.kind in {"row", "query"} or option.parts[:1] == ("row",):
            yield option
            if option.kind in {"row", "query"}:
                for inner in option.args:  # rows that are shown inside of rows
                    yield from shown(inner, depth - 1, sources=sources) if depth else ()
        elif depth and (option.kind in {"mapping", "sequence"} or option.dotted in WRAPPERS):
            entries = [entry for name, entry in option.named if sources or option.kind != "sequence" or name != "over"]
            for inner in (*option.args, *entries):
                yield from shown(inner, depth - 1, sources=sources)
