"""A machine that loses its power: a file system which keeps what was synced apart from what was only written.

A test of durability by SIGKILL proves nothing, because the kernel keeps written pages of a dead process. This file system forgets them.
Locks and shared memory are the operating system's own, on empty files; contents stand in memory.
"""
from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from pathlib import Path

import apsw

_NUMBERS = itertools.count()
_SECTOR = 512


class Content:
    """One file: what the process sees, what a power loss leaves, and the writes between the two, in order."""

    def __init__(self, durable: bytes = b"") -> None:
        self.seen = bytearray(durable)
        self.durable = bytes(durable)
        self.unsynced: list[tuple[int, bytes | None]] = []  # (offset, data), or (size, None) for a truncation

    def write(self, offset: int, data: bytes) -> None:
        _put(self.seen, offset, data)
        self.unsynced.append((offset, data))

    def truncate(self, size: int) -> None:
        del self.seen[size:]
        self.unsynced.append((size, None))

    def sync(self) -> None:
        self.durable = bytes(self.seen)
        self.unsynced.clear()

    def after_power_loss(self, chance: random.Random | None) -> bytes:
        """The synced content; with `chance` some sectors of later writes have reached the disk too, in any order."""
        left = bytearray(self.durable)
        for offset, data in self.unsynced:
            if chance is None or chance.random() < 0.5:
                continue
            if data is None:
                del left[offset:]
                continue
            for start in range(0, len(data), _SECTOR):
                if chance.random() < 0.5:
                    _put(left, offset + start, data[start : start + _SECTOR])
        return bytes(left)


def _put(content: bytearray, offset: int, data: bytes) -> None:
    end = offset + len(data)
    if len(content) < end:
        content.extend(bytes(end - len(content)))
    content[offset:end] = data


class Machine(apsw.VFS):
    """Registered as a VFS under `name`. At operation number `lose_at` the power goes: `lost` keeps what the disk holds then.

    The program runs on, unaware, in a world that nobody will see again; `at_loss` is called at that moment.
    """

    def __init__(self, disk: dict[str, bytes]) -> None:
        self.name = f"forgetful-{next(_NUMBERS)}"
        super().__init__(self.name, "")
        self.files = {path: Content(durable) for path, durable in disk.items()}
        self.operations = 0
        self.lose_at: int | None = None
        self.chance: random.Random | None = None
        self.at_loss: Callable[[], None] = lambda: None
        self.lost: dict[str, bytes] | None = None
        self.refuse_sync = False
        self.before_read: Callable[[], None] | None = None

    def tick(self) -> None:
        """Counts an operation that changes the disk."""
        self.operations += 1
        if self.operations == self.lose_at:
            self.lose_power()

    def lose_power(self) -> None:
        self.lost = {path: content.after_power_loss(self.chance) for path, content in self.files.items()}
        self.at_loss()

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> apsw.VFSFile:
        path = name.filename() if isinstance(name, apsw.URIFilename) else name
        if path is None:
            return super().xOpen(name, flags)  # a temporary file: nobody expects it back
        return _File(self, path, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:
        self.tick()
        self.files.pop(filename, None)
        super().xDelete(filename, syncdir)

    def xAccess(self, pathname: str, flags: int) -> bool:
        return pathname in self.files


class _File(apsw.VFSFile):
    def __init__(self, machine: Machine, path: str, name: object, flags: list[int]) -> None:
        super().__init__("", name, flags)  # type: ignore[arg-type]
        self._machine = machine
        self._content = machine.files.setdefault(path, Content())

    def xRead(self, amount: int, offset: int) -> bytes:
        if self._machine.before_read is not None:
            self._machine.before_read()
        return bytes(self._content.seen[offset : offset + amount])

    def xWrite(self, data: bytes, offset: int) -> None:
        self._machine.tick()
        self._content.write(offset, bytes(data))

    def xTruncate(self, newsize: int) -> None:
        self._machine.tick()
        self._content.truncate(newsize)

    def xSync(self, flags: int) -> None:
        if self._machine.refuse_sync:
            error = apsw.IOError("the disk refuses to sync")
            error.extendedresult = apsw.SQLITE_IOERR_FSYNC  # type: ignore[attr-defined]
            raise error
        self._machine.tick()
        self._content.sync()

    def xFileSize(self) -> int:
        return len(self._content.seen)


def write_disk(disk: dict[str, bytes], folder: Path) -> None:
    """Puts what was left of a machine into real files, to be read by an honest one."""
    for path, content in disk.items():
        (folder / Path(path).name).write_bytes(content)
