"""Putting pieces into a project and taking them out again, byte for byte.

A whole file of ours ends with a mark that holds the hash of what stands before it: a file without the mark, or with another hash,
belongs to somebody and is left alone. In a file of the project only what stands between our tags is ours.
"""
from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, TypeAlias

from bedplate.tools.agent.rendering import Piece

__all__ = ["Change", "Deed", "carry_out", "marked", "planned", "planned_removal"]

Deed: TypeAlias = Literal["create", "replace", "keep", "remove", "blocked"]

_BEGIN: Final = "<!-- bedplate:begin{} -->\n"
_END: Final = "<!-- bedplate:end -->\n"
_BLOCK: Final = re.compile(rb"(?P<blank>\n?)<!-- bedplate:begin(?P<how>[a-z -]*) -->\n.*?<!-- bedplate:end -->\n", re.DOTALL)
_MARK: Final = re.compile(rb"(?:<!-- |# )bedplate:file ([0-9a-f]{16})(?: -->)?\n\Z")


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of a path: its bytes before and after (None: no file), and why nothing is done where it is blocked."""

    path: str
    deed: Deed
    before: bytes | None
    after: bytes | None
    reason: str = ""


def planned(root: Path, pieces: Iterable[Piece]) -> list[Change]:
    """What an installation would do; nothing is written."""
    return [_placed(root, one) for one in dict.fromkeys(pieces)]


def planned_removal(root: Path, pieces: Iterable[Piece]) -> list[Change]:
    """What a removal would do; nothing is written."""
    found = [_removed(root, one) for one in dict.fromkeys(pieces)]
    return [one for one in found if one is not None]


def carry_out(root: Path, changes: Iterable[Change]) -> None:
    """Write and remove. Each file is replaced at once, and folders that are empty after a removal go too."""
    for change in changes:
        target = root / change.path
        if change.deed in ("create", "replace") and change.after is not None:
            _write(target, change.after)
        elif change.deed == "remove":
            target.unlink()
            _prune(target.parent, root)


def marked(piece: Piece) -> bytes:
    """The bytes of a whole file, with the mark at its end."""
    body = piece.text.encode()
    digest = _digest(body)
    if piece.path.endswith(".toml"):
        return body + f"# bedplate:file {digest}\n".encode()
    return body if piece.path.endswith((".json", "LICENSE")) else body + f"<!-- bedplate:file {digest} -->\n".encode()


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()[:16]


def _is_ours(found: bytes) -> bool:
    mark = _MARK.search(found)
    return mark is not None and mark[1].decode() == _digest(found[: mark.start()])


# ---- in
def _placed(root: Path, piece: Piece) -> Change:
    target = root / piece.path
    outside = _outside(root, target)
    if outside:
        return Change(piece.path, "blocked", None, None, outside)
    before = target.read_bytes() if target.is_file() else None
    if before is None and target.exists():
        return Change(piece.path, "blocked", None, None, "is no file")
    after = _with_block(before, piece.text) if piece.kind == "block" else marked(piece)
    if before is not None and piece.kind == "file" and before != after and not _is_ours(before):
        return Change(piece.path, "blocked", before, None, "is not from here, or was changed; move it away to have ours")
    if before == after:
        return Change(piece.path, "keep", before, after)
    return Change(piece.path, "create" if before is None else "replace", before, after)


def _outside(root: Path, target: Path) -> str:
    """Why a path is not written: what it leads to stands outside of the project."""
    return "" if target.resolve().is_relative_to(root.resolve()) else "leads out of the project"


def _with_block(before: bytes | None, text: str) -> bytes:
    """The file with our block, in its old place or at the end. The tag says what was put before it, so that it can be taken away."""
    if before is None:
        return _block(text, " alone")
    old = _BLOCK.search(before)
    if old is not None:
        return before[: old.start()] + old["blank"] + _block(text, old["how"].decode()) + before[old.end() :]
    ends = before.endswith(b"\n")
    return before + (b"\n" if ends else b"\n\n") + _block(text, "" if ends else " unended")


def _block(text: str, how: str) -> bytes:
    return (_BEGIN.format(how) + text + _END).encode()


# ---- out
def _removed(root: Path, piece: Piece) -> Change | None:
    target = root / piece.path
    if not target.is_file() or _outside(root, target):
        return None
    before = target.read_bytes()
    if piece.kind == "file":
        if _is_ours(before):
            return Change(piece.path, "remove", before, None)
        return Change(piece.path, "blocked", before, None, "is not from here, or was changed; it is left")
    after = _without_block(before)
    if after == before:
        return None
    return Change(piece.path, "replace", before, after) if after is not None else Change(piece.path, "remove", before, None)


def _without_block(before: bytes) -> bytes | None:
    old = _BLOCK.search(before)
    if old is None:
        return before
    head = before[: old.start()]
    if old["how"] == b" unended":
        head = head.removesuffix(b"\n")
    left = head + before[old.end() :]
    return None if not left and old["how"] == b" alone" else left


def _write(target: Path, content: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    mode = target.stat().st_mode & 0o777 if target.exists() else 0o644
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    with os.fdopen(handle, "wb") as opened:
        opened.write(content)
    os.chmod(name, mode)
    os.replace(name, target.resolve())


def _prune(folder: Path, root: Path) -> None:
    while folder != root and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
