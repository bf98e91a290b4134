"""Documents that run: the blocks of a Markdown page, and a reader who does what they say.

    ```python file=app.py      the whole file
    ```python edit=app.py      top-level names replace those of the same name, imports are joined, what is new is put before
                               the next of these, or at the end
    ```console                 `$ ` begins a command (a trailing backslash continues it), the lines below are its answer

In an answer `…` stands for whatever is there, and spaces and line breaks do not count. `$ bedplate dev` starts a real server, on a free
port instead of 8000; it is started again before the next command after a file has changed.
"""
from __future__ import annotations

import ast
import contextlib
import os
import re
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, cast

__all__ = ["Block", "Command", "Reader", "blocks_of", "commands_of", "edited"]

WRITTEN = "127.0.0.1:8000"  # what the documents say
_FENCE = re.compile(r"^```(\w*)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_PATIENCE = 20.0  # seconds for one command


@dataclass(frozen=True, slots=True)
class Block:
    """One fenced block: its language, what its info string says, its text and its line in the document."""

    language: str
    says: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Command:
    """What is typed after `$ `, and what the document says comes out."""

    typed: str
    shown: str
    line: int


def blocks_of(document: str) -> list[Block]:
    """All fenced blocks, in order."""
    return [Block(found[1], found[2].strip(), found[3], document.count("\n", 0, found.start()) + 1) for found in _FENCE.finditer(document)]


def commands_of(block: Block) -> list[Command]:
    """The commands of a console block."""
    commands: list[Command] = []
    typed: list[str] = []
    shown: list[str] = []
    first = 0
    for number, line in enumerate(block.text.splitlines(), block.line + 1):
        if line.startswith("$ "):
            if typed:
                commands.append(Command("\n".join(typed), "\n".join(shown), first))
            typed, shown, first = [line[2:]], [], number
        elif typed and typed[-1].endswith("\\") and not shown:
            typed.append(line)
        else:
            shown.append(line)
    return [*commands, Command("\n".join(typed), "\n".join(shown), first)] if typed else commands


# ---- files -------------------------------------------------------------------------------------------------------------------
def edited(before: str, change: str) -> str:
    """`before` with the top-level statements of `change` in it: a name that is defined anew takes the old one's place, the names of
    imports are joined, everything else is put at the end."""
    lines, added = before.splitlines(), []
    for statement in ast.parse(change).body:
        text = _source(change, statement)
        old = next((one for one in ast.parse("\n".join(lines)).body if _name(one) and _name(one) == _name(statement)), None)
        if old is None:
            if isinstance(statement, ast.Import | ast.ImportFrom):
                lines[_after_imports(lines) : _after_imports(lines)] = [text]
            else:
                added.append(text)
            continue
        if isinstance(statement, ast.ImportFrom) and isinstance(old, ast.ImportFrom):
            names = sorted({alias.name for alias in (*old.names, *statement.names)})
            text = f"from {statement.module} import {', '.join(names)}"
        above = "".join(f"{one}\n\n\n" for one in added)
        added.clear()
        lines[_first(old) - 1 : old.end_lineno] = f"{above}{text}".splitlines()
    return "\n\n\n".join(["\n".join(lines).rstrip("\n"), *added]) + "\n"


def _first(statement: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(statement, "decorator_list", [])
    return min([statement.lineno, *(one.lineno for one in decorators)])


def _source(text: str, statement: ast.stmt) -> str:
    return "\n".join(text.splitlines()[_first(statement) - 1 : statement.end_lineno])


def _name(statement: ast.stmt) -> str:
    if isinstance(statement, ast.ImportFrom):
        return f"from {statement.module}"
    if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
        return statement.targets[0].id
    return getattr(statement, "name", "")


def _after_imports(lines: list[str]) -> int:
    body = ast.parse("\n".join(lines)).body
    return max(cast("int", one.end_lineno) for one in body if isinstance(one, ast.Import | ast.ImportFrom))


# ---- a reader ----------------------------------------------------------------------------------------------------------------
@dataclass(slots=True)
class Reader:
    """Somebody at a shell in an empty folder, who does what a document says. Use `with`: it stops the server and the shell."""

    folder: Path
    path: str  # of programs; the environment has nothing else of the tests'
    port: int = field(default_factory=lambda: _free_port())
    _shell: subprocess.Popen[bytes] | None = None
    _server: subprocess.Popen[bytes] | None = None
    _serving: str = ""
    _changed: bool = False

    def __enter__(self) -> Reader:
        self._shell = subprocess.Popen(
            ["bash", "--noprofile", "--norc"], cwd=self.folder, env=self._environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT)  # fmt: skip
        return self

    def __exit__(self, *_: object) -> None:
        self._stop_server()
        shell = self._running_shell()
        shell.kill()
        shell.communicate()

    def follow(self, document: str) -> Iterator[tuple[Command, str]]:
        """Do all that the document says; each command with what really came out."""
        for block in blocks_of(document):
            kind, _, name = block.says.partition("=")
            if kind == "file":
                self._write(name, block.text)
            elif kind == "edit":
                self._write(name, edited((self.folder / name).read_text(encoding="utf-8"), block.text))
            elif block.language == "console":
                for command in commands_of(block):
                    yield command, self._do(command.typed)

    def _write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        self._changed = True

    def _do(self, typed: str) -> str:
        if typed.startswith("bedplate dev"):
            self._serving = typed
            return self._start_server()
        if self._changed and self._server is not None and "curl" in typed:
            self._stop_server()
            self._start_server()
        return self._ask(typed.replace(WRITTEN, f"127.0.0.1:{self.port}")).replace(f"127.0.0.1:{self.port}", WRITTEN)

    def _ask(self, typed: str) -> str:
        shell, mark = self._running_shell(), f"--{os.urandom(8).hex()}--"
        assert shell.stdin is not None
        assert shell.stdout is not None
        shell.stdin.write(f"{typed}\necho; echo {mark}\n".encode())
        shell.stdin.flush()
        return _until(shell.stdout, mark.encode()).decode()

    def _running_shell(self) -> subprocess.Popen[bytes]:
        assert self._shell is not None
        return self._shell

    # ---- the server
    def _start_server(self) -> str:
        command = [*self._serving.split(), "--port", str(self.port)]
        server = subprocess.Popen(
            command, cwd=self.folder, env=self._environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True)
        assert server.stderr is not None
        self._server, self._changed = server, False
        said = _until(server.stderr, b"/docs\n", keep=True).decode()
        _wait_for(server, self.port)
        return said.replace(f"127.0.0.1:{self.port}", WRITTEN)

    def _stop_server(self) -> None:
        if self._server is None:
            return
        self._server.terminate()
        try:
            self._server.wait(_PATIENCE)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._server.pid, signal.SIGKILL)
            if self._server.stderr is not None:
                self._server.stderr.close()
            self._server.wait()
            self._server = None

    def _environment(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("HOME", "TMPDIR", "LANG") if name in os.environ}
        return {**kept, "PATH": self.path, "PYTHONDONTWRITEBYTECODE": "1", "COLUMNS": "160", "NO_COLOR": "1"}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _until(stream: IO[bytes], mark: bytes, *, keep: bool = False) -> bytes:
    """What comes before the mark (and the mark). Raises AssertionError when it does not come in time, or the stream ends."""
    deadline, found, number = time.monotonic() + _PATIENCE, b"", stream.fileno()
    while mark not in found:
        ready, _, _ = select.select([number], [], [], max(0.0, deadline - time.monotonic()))
        part = os.read(number, 65_536) if ready else b""
        if not part:
            raise AssertionError(f"no end in sight: {found.decode(errors='replace')}")
        found += part
    return found if keep else found.partition(mark)[0]


def _wait_for(server: subprocess.Popen[bytes], port: int) -> None:
    """Until the server accepts connections: asked again each time that it has not ended within an instant."""
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            raise AssertionError(f"the server ended with {server.wait(0.02)}")
    raise AssertionError("the server does not accept connections")


def as_pattern(shown: str) -> re.Pattern[str]:
    """What an answer must look like: `…` is anything, white space does not count."""
    parts = ("".join(part.split()) for part in shown.split("…"))
    return re.compile(".*?".join(re.escape(part) for part in parts), re.DOTALL)


def bare(answer: str) -> str:
    """An answer without white space and colours."""
    return "".join(re.sub(r"\x1b\[[0-9;]*m", "", answer).split())


def programs(folder: Path) -> str:
    """PATH with this environment's programs first; `folder` holds a stand-in for curl where there is none."""
    return os.pathsep.join((str(folder), str(Path(sys.executable).parent), os.environ.get("PATH", "/usr/bin:/bin")))
