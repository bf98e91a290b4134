"""House rules as failing tests."""
from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "bedplate"
LAYERS = (
    ("errors",),
    ("settings",),
    ("declarations",),
    ("values",),
    ("storage",),
    ("web", "validation", "auth", "logic", "checklist"),
    ("pipeline",),
    ("running",),
    ("app",),
    ("tools",),
    ("testing",),
)
LEVEL = {room: level for level, rooms in enumerate(LAYERS) for room in rooms}
FORBIDDEN_NAMES = {"utils", "core", "common", "base", "helpers", "manager"}


def _imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("bedplate"):
            parts = node.module.split(".")
            found |= {parts[1]} if len(parts) > 1 else {alias.name for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {alias.name.split(".")[1] for alias in node.names if alias.name.startswith("bedplate.")}
    return found


def _room(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def test_imports_point_down_and_siblings_do_not_meet() -> None:
    """A room imports only rooms below it; rooms of one level never import one another."""
    wrong = []
    for path in SOURCE.rglob("*.py"):
        room = _room(path)
        if room == "__init__":
            continue
        for other in _imports(path):
            if other != room and other in LEVEL and LEVEL[other] >= LEVEL[room]:
                wrong.append(f"{path.relative_to(SOURCE)} imports {other}")
    assert wrong == []


def test_every_room_is_listed() -> None:
    """A new room needs a level of its own here first."""
    rooms = {_room(path) for path in SOURCE.rglob("*.py")} - {"__init__"}
    assert rooms - set(LEVEL) == set()


def test_no_room_for_odds_and_ends() -> None:
    """Names say what a file is about."""
    names = {part.removesuffix(".py") for path in SOURCE.rglob("*.py") for part in path.relative_to(SOURCE).parts}
    assert names & FORBIDDEN_NAMES == set()


def test_no_answer_hides_a_bug() -> None:
    """`except Exception` stands only where it is the last resort or an error is handed to its waiter, with its reason beside it."""
    bare = []
    for path in SOURCE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        lines = text.splitlines()
        for node in ast.walk(ast.parse(text)):
            if not isinstance(node, ast.ExceptHandler):
                continue
            caught = "" if node.type is None else ast.unparse(node.type)
            if caught in {"", "Exception", "BaseException"} and "#" not in lines[node.lineno - 1]:
                bare.append(f"{path.relative_to(SOURCE)}:{node.lineno}")
    assert bare == []


def _run(*command: str) -> subprocess.CompletedProcess[str]:
    folder = Path(sys.executable).parent
    return subprocess.run([str(folder / command[0]), *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False)


def test_the_import_linter_agrees() -> None:
    """Layers, siblings and what `review` may know, by import-linter, cycles through a layer included."""
    done = _run("lint-imports", "--no-cache")
    assert done.returncode == 0, done.stdout


def test_functions_stay_simple() -> None:
    """Cyclomatic complexity is at most 10 (McCabe), and no name is unused or unknown."""
    done = _run("ruff", "check", "--no-cache", "--select", "C901,F", "src")
    assert done.returncode == 0, done.stdout[-4000:]


def test_no_import_cycle_between_modules() -> None:
    """No module reaches itself by imports that run at import time."""
    graph = {_module(path): _runtime_imports(path) for path in SOURCE.rglob("*.py")}
    cyclic = [names for names in _components(graph) if len(names) > 1]
    assert cyclic == []


def _module(path: Path) -> str:
    parts = ("bedplate", *path.relative_to(SOURCE).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _runtime_imports(path: Path) -> set[str]:
    """Modules imported at the top of a file; `if TYPE_CHECKING` and imports inside functions do not run then."""
    found: set[str] = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("bedplate"):
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def _components(graph: dict[str, set[str]]) -> list[list[str]]:
    """Strongly connected components (Tarjan 1972)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(name: str) -> None:
        index[name] = low[name] = len(index)
        stack.append(name)
        for other in graph[name] & graph.keys():
            if other not in index:
                visit(other)
                low[name] = min(low[name], low[other])
            elif other in stack:
                low[name] = min(low[name], index[other])
        if low[name] == index[name]:
            component = []
            while True:
                component.append(stack.pop())
                if component[-1] == name:
                    break
            found.append(component)

    for name in graph:
        if name not in index:
            visit(name)
    return found


def test_the_map_names_every_room() -> None:
    """ARCHITECTURE.md is held against the folders."""
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    rooms = {path.parent.name for path in SOURCE.glob("*/__init__.py")}
    assert [room for room in sorted(rooms) if f"**{room}**" not in text] == []


def test_public_names_are_listed_and_sorted() -> None:
    """`__all__` is the public API: sorted, complete, and every name is there."""
    import bedplate

    names = list(bedplate.__all__)
    assert names == sorted(names)
    assert [name for name in names if not hasattr(bedplate, name)] == []


def test_every_room_has_its_sign() -> None:
    """The docstring of a room says what it takes, gives and never does."""
    unsigned = [str(path.parent.name) for path in SOURCE.glob("*/__init__.py") if len(ast.get_docstring(ast.parse(path.read_text())) or "") < 60]
    assert unsigned == []
