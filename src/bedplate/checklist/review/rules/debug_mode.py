"""An application that is made or run with its debugger on. (Django's is a setting: `django_configuration`.)"""
from __future__ import annotations

import ast
from collections.abc import Iterator

from bedplate.checklist.item import Finding, Place, Step
from bedplate.checklist.review.knowledge import Knowledge, finding
from bedplate.checklist.review.value import Value

__all__ = ["check"]

_EVERYWHERE = frozenset({"0.0.0.0", "::"})  # noqa: S104  (what is looked for)


def check(known: Knowledge) -> Iterator[Finding]:
    """`FastAPI(debug=True)`, `app.debug`, `app.config["DEBUG"]`, and `app.run(debug=True)`; the last is surest where it listens to everybody."""
    for setting in known.picture.settings:
        framework, _, name = setting.name.partition(".")
        if setting.name == "fastapi.FastAPI":
            confidence = 0.86 if _on(setting.value.keyword("debug")) and not _chosen(known, setting.place) else 0.0
        elif setting.name == "flask.run":
            host = setting.value.argument(0, "host")
            confidence = (0.9 if host is not None and host.ref in _EVERYWHERE else 0.6) if _on(setting.value.argument(2, "debug")) else 0.0
        else:
            confidence = 0.86 if name == "config.DEBUG" and framework == "flask" and _on(setting.value) else 0.0
        if confidence:
            message = "The debugger is on, whatever the environment says."
            yield finding(known, "debug-mode", confidence, setting.place, message, None, (Step(setting.place, "switched on here"),),
                          'debug=os.environ.get("DEBUG") == "1"', framework)  # fmt: skip


def _chosen(known: Knowledge, place: Place) -> bool:
    """It stands on one way of a condition of the program, whose other way is without it."""
    module = known.engine.program.module(place.path)
    tests = [node for node in ast.walk(module.tree) if isinstance(node, ast.If)] if module is not None else []
    return any(node.lineno < place.line <= (node.end_lineno or node.lineno) and node.orelse for node in tests)


def _on(value: Value | None) -> bool:
    return value is not None and value.kind == "constant" and value.ref is True
