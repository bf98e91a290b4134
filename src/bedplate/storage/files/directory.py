"""A vault that is a directory of the machine: `ab/ab12…`, readable by its owner only.

A file is written under another name, synced, renamed, and its directory synced: what has its own name is whole and durable.
"""
from __future__ import annotations

import asyncio
import errno
import os
from collections.abc import AsyncIterator, Callable, Generator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from bedplate.storage.files.vault import PIECE, Placing
from bedplate.storage.refusals import DiskFull, StorageFailed

__all__ = ["Directory"]


class Directory:
    """Made where it is missing, when the first file comes."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def place(self, id: str) -> Placing:
        """A file to be written."""
        return _Placing(self._path(id), self._root)

    async def size(self, id: str) -> int | None:
        """How many bytes there are, None where there is no such file."""
        return await asyncio.to_thread(_size, self._path(id))

    async def read(self, id: str, start: int, length: int) -> AsyncIterator[bytes]:
        """So many bytes from there on. A file that is deleted meanwhile is read to its end."""
        file = await asyncio.to_thread(_reading, self._path(id), start)
        try:
            while length > 0:
                part = await asyncio.to_thread(_read, file, min(PIECE, length))
                if not part:
                    raise StorageFailed(private="a file is shorter than it was")
                length -= len(part)
                yield part
        finally:
            file.close()

    async def delete(self, ids: Sequence[str]) -> None:
        """Whatever there is of them, half written ones too."""
        await asyncio.to_thread(_delete, [self._path(id) for id in ids])

    async def close(self) -> None:
        """Nothing is open between calls."""

    def _path(self, id: str) -> Path:
        return self._root / id[:2] / id


class _Placing:
    def __init__(self, path: Path, root: Path) -> None:
        self._path = path
        self._root = root
        self._file: BinaryIO | None = None

    async def add(self, part: bytes) -> None:
        """The next bytes."""
        await _in_thread(lambda: _write(self._opened(), part))

    def _opened(self) -> BinaryIO:
        if self._file is None:
            self._file = _opened(self._path, self._root)
        return self._file

    async def finish(self) -> None:
        """Durable, and there."""
        await _in_thread(lambda: _finish(self._opened(), self._path))

    async def drop(self) -> None:
        """Nothing of it stays."""
        if self._file is not None:
            self._file.close()
        await _in_thread(lambda: _delete([self._path]))


async def _in_thread(work: Callable[[], None]) -> None:
    """A caller that is cancelled waits for the thread, which cannot be: it would go on writing what was dropped."""
    task = asyncio.ensure_future(asyncio.to_thread(work))
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait((task,))
        raise


def _part(path: Path) -> Path:
    return path.with_name(f"{path.name}.part")


def _opened(path: Path, root: Path) -> BinaryIO:
    with _in_our_words():
        for folder in (root, path.parent):
            if not folder.is_dir():
                folder.mkdir(mode=0o700, parents=folder is root, exist_ok=True)
                _sync_folder(folder.parent)
        return open(os.open(_part(path), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb", buffering=0)


def _write(file: BinaryIO, part: bytes) -> None:
    with _in_our_words():
        rest = memoryview(part)
        while rest:
            rest = rest[file.write(rest) :]


def _finish(file: BinaryIO, path: Path) -> None:
    with _in_our_words():
        os.fsync(file.fileno())
        file.close()
        os.replace(_part(path), path)
        _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StorageFailed(private=f"a file cannot be looked at: {error.strerror}") from error


def _reading(path: Path, start: int) -> BinaryIO:
    with _in_our_words():
        file = open(path, "rb", buffering=0)  # noqa: SIM115  (closed by whoever reads it)
        file.seek(start)
        return file


def _read(file: BinaryIO, length: int) -> bytes:
    with _in_our_words():
        return file.read(length)


def _delete(paths: list[Path]) -> None:
    with _in_our_words():
        for path in paths:
            for one in (path, _part(path)):
                with suppress(FileNotFoundError):
                    one.unlink()


@contextmanager
def _in_our_words() -> Generator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise DiskFull(private="no room for a file") from error
        raise StorageFailed(private=f"a file cannot be read or written: {error.strerror}") from error
