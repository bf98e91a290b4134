"""A bug never looks like a caller's mistake: what catches everything does not answer 4xx."""
from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import bedplate.running  # all rooms, so that every refusal is known
from bedplate.errors import Refusal

from .edge import ROOT

SOURCE = ROOT / "src" / "bedplate"
BROAD = {"Exception", "BaseException"}
KEEPS = {  # where an error that could be anything is kept instead of being raised on, and who hears of it
    "declarations/tracing.py": "a fault of the declaration, at boot",
    "logic/events.py": "the job, which is tried again",
    "logic/services.py": "the operator: a start that fails ends the program, a stop that fails is logged",
    "pipeline.py": "the last resort: 500, counted",
    "storage/sqlite/readers.py": "the caller that waits for the read",
    "storage/sqlite/writer.py": "the callers that wait for the write",
    "web/respond.py": "the last resort of a group's own shape of refusals: 500, counted",
    "web/asgi.py": "the server, by lifespan.startup.failed",
}


def broad_handlers() -> Iterator[tuple[str, ast.ExceptHandler]]:
    """Each handler that catches everything, with its file."""
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ExceptHandler) and _is_broad(node.type):
                yield _name(path), node


def _name(path: Path) -> str:
    return str(path.relative_to(SOURCE))


def _is_broad(caught: ast.expr | None) -> bool:
    return caught is None or any(isinstance(part, ast.Name) and part.id in BROAD for part in ast.walk(caught))


def _made(node: ast.AST) -> set[str]:
    """Names that are called or raised below a statement; those that an `isinstance` only asks about are not."""
    made = [part.func for part in ast.walk(node) if isinstance(part, ast.Call)] + [part.exc for part in ast.walk(node) if isinstance(part, ast.Raise) and part.exc]
    return {ast.unparse(one).rpartition(".")[2] for one in made}


def _ends_in_raise(body: list[ast.stmt]) -> bool:
    """Raised on, whatever it was, or unless it was one narrow kind that the condition names."""
    last = body[-1]
    return isinstance(last, ast.Raise) or (isinstance(last, ast.If) and "isinstance" in ast.unparse(last.test) and _ends_in_raise(last.body))


def _descendants(kind: type[Refusal]) -> Iterator[type[Refusal]]:
    yield kind
    for child in kind.__subclasses__():
        yield from _descendants(child)


def test_no_broad_handler_answers_with_a_refusal_of_the_caller() -> None:
    """None of them makes or raises one whose status is below 500."""
    assert bedplate.running.compose_application
    callers_fault = {kind.__name__ for kind in _descendants(Refusal) if kind.status < 500}
    assert {"InvalidInput", "NotFound", "Conflict"} <= callers_fault
    wrong = [f"{file}:{node.lineno}" for file, node in broad_handlers() if any(_made(part) & callers_fault for part in node.body)]
    assert wrong == []


def test_an_error_is_raised_on_or_its_hearer_is_listed() -> None:
    """A handler that swallows needs a line above, which says who hears of it. Tools answer no request: they tell on the terminal."""
    keeping = {file for file, node in broad_handlers() if not _ends_in_raise(node.body) and not file.startswith("tools/")}
    assert keeping - set(KEEPS) == set()


def test_nothing_is_suppressed_wholesale() -> None:
    """`contextlib.suppress` names what it hides."""
    wrong = []
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("suppress") and any(_is_broad(caught) for caught in node.args):
                wrong.append(f"{_name(path)}:{node.lineno}")
    assert wrong == []
