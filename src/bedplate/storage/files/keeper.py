"""Takes files in, gives their bytes out, and forgets what no row holds."""
from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from datetime import datetime
from hashlib import sha256

from bedplate.declarations.fields.file import File, Upload, instant
from bedplate.declarations.fields.media import HEAD, TextCheck, extension_of, is_text, looks_like
from bedplate.errors import BadInput, Detail
from bedplate.storage.files import register
from bedplate.storage.files.names import safe_name
from bedplate.storage.files.vault import PIECE, Placing, Vault
from bedplate.storage.sqlite import Database, Transaction
from bedplate.values import FileRule, Incoming, PartHead

__all__ = ["TEXT_MAX", "Files", "wrong_body"]

TEXT_MAX = 262_144
"""Bytes of all texts of a form together."""

_HELD = "SELECT 1 FROM bedplate_file WHERE id = ? AND holders > 0"


def wrong_body(place: str, rule: str, words: str, parameters: Mapping[str, object] | None = None) -> BadInput:
    """The refusal of a part of a body."""
    return BadInput("INVALID_INPUT", details=[Detail(f"body.{place}" if place else "body", rule, parameters or {}, words)])


class Files:
    """The files of one application. `now` is its clock."""

    def __init__(self, database: Database, vault: Vault, now: Callable[[], datetime]) -> None:
        self._database = database
        self._vault = vault
        self._now = now

    async def take(self, incoming: Incoming) -> tuple[dict[str, str], dict[str, object]]:
        """The texts and the files of a body, each file checked and put aside. Nothing of it stays where one is refused."""
        texts, files = dict[str, str](), dict[str, object]()
        taking = _Body(self, incoming, texts, files)
        try:
            async for event in incoming.parts():
                await taking.take(event)
            await taking.end()
        except BaseException:  # whatever it was, a cancelled call too: nothing is left lying about
            await taking.drop()
            raise
        return texts, files

    async def begin(self, id: str) -> Placing:
        """A new file: registered first, so that it is never bytes without a name."""
        now = self._now()
        await self._database.write(lambda transaction: register.add(transaction, id, now))
        return self._vault.place(id)

    def instant(self) -> str:
        """Now, as it stands beside a file."""
        return instant(self._now())

    async def settle(self, files: Sequence[object]) -> None:
        """At the end of a call: those of its files that no row holds go at once."""
        unheld = [one.id for one in files if isinstance(one, File) and not await self._database.read(_HELD, (one.id,))]
        if unheld:
            now = self._now()
            await self._delete(lambda transaction: register.doom(transaction, unheld, now))

    async def size(self, id: str) -> int | None:
        """How many bytes there are; None for a file that is gone."""
        return await self._vault.size(id)

    def read(self, id: str, start: int, length: int) -> AsyncIterator[bytes]:
        """A range of the bytes of a file."""
        return self._vault.read(id, start, length)

    async def forget(self, now: datetime, batch: int) -> bool:
        """Delete a batch of files that no row has held for a while; whether there may be more."""
        return await self._delete(lambda transaction: register.expired(transaction, now, batch)) >= batch

    async def _delete(self, choose: Callable[[Transaction], list[str]]) -> int:
        """The record goes last: a process that is killed between does it again."""
        gone = await self._database.write(choose)
        if gone:
            await self._vault.delete(gone)
            await self._database.write(lambda transaction: register.erase(transaction, gone))
        return len(gone)

    async def close(self) -> None:
        """The vault is used no more."""
        await self._vault.close()


class _Body:
    """What has come of a body so far."""

    def __init__(self, files: Files, incoming: Incoming, texts: dict[str, str], found: dict[str, object]) -> None:
        self._files = files
        self._rules = incoming.files
        self._texts = texts
        self._found = found
        self._text: bytearray | None = None
        self._file: _One | None = None
        self._name = ""
        self._room = TEXT_MAX

    async def take(self, event: PartHead | bytes) -> None:
        if isinstance(event, PartHead):
            await self.end()
            self._begin(event)
        elif self._file is not None:
            await self._file.add(event)
        elif self._text is not None:
            self._room -= len(event)
            if self._room < 0:
                raise wrong_body("", "max", f"must have at most {TEXT_MAX} bytes of text", {"max": TEXT_MAX})
            self._text += event

    def _begin(self, head: PartHead) -> None:
        if head.name in self._texts or head.name in self._found:
            raise wrong_body(head.name if head.name in self._found else "", "duplicate", "must not stand in the form twice")
        self._name, rule = head.name, self._rules.get(head.name)
        if rule is None and head.file is not None:
            raise wrong_body("", "unknown", "holds a file where none is expected")
        if rule is not None and head.file is None:
            raise wrong_body(head.name, "file", "must be a file")
        if rule is not None:
            self._file = _One(self._files, head, rule)
        else:
            self._text = bytearray()

    async def end(self) -> None:
        """The part at hand is complete."""
        if self._file is not None:
            file, self._file = self._file, None
            found = await file.finish()
            if found is not None:
                self._found[self._name] = found
        elif self._text is not None:
            try:
                self._texts[self._name] = self._text.decode("utf-8")
            except UnicodeDecodeError:
                raise wrong_body("", "utf8", "holds a text that is not UTF-8") from None
            self._text = None

    async def drop(self) -> None:
        if self._file is not None:
            await self._file.drop()
        await self._files.settle(list(self._found.values()))


class _One:
    """One file on its way in: held back until its type is known, then written piece by piece."""

    def __init__(self, files: Files, head: PartHead, rule: FileRule) -> None:
        self._files = files
        self._head = head
        self._rule = rule
        self._size = 0
        self._hash = sha256()
        self._held = bytearray()
        self._media = ""
        self._text: TextCheck | None = None
        self._id = ""
        self._placing: Placing | None = None

    async def add(self, part: bytes) -> None:
        self._size += len(part)
        if self._size > self._rule.max:
            raise wrong_body(self._head.name, "max", f"must have at most {self._rule.max} bytes", {"max": self._rule.max})
        self._hash.update(part)
        self._held += part
        if not self._media and len(self._held) >= HEAD:
            self._know()
        if self._media:
            self._require_text(part if self._placing is not None else bytes(self._held))
            if len(self._held) >= PIECE or self._placing is None:
                await self._write()

    def _know(self) -> None:
        """The type, by content; and it must be what the caller said it is, if that was said."""
        head, said = bytes(self._held[:HEAD]), self._head.media
        kinds = [one for one in self._rule.types if looks_like(one, head)]
        # of several texts or archives that begin alike the caller's word decides
        media = said if said in kinds else next(iter(kinds), "")
        if not media or (said not in ("", "application/octet-stream") and said != media):
            listed = ", ".join(self._rule.types)
            raise wrong_body(self._head.name, "types", f"must be one of {listed} by its content, and what it says to be", {"types": list(self._rule.types)})
        self._media = media
        self._text = TextCheck() if is_text(media) else None

    def _require_text(self, part: bytes, *, final: bool = False) -> None:
        if self._text is not None and not self._text.fits(part, final=final):
            raise wrong_body(self._head.name, "types", "must be text in UTF-8 throughout", {"types": list(self._rule.types)})

    async def _write(self) -> None:
        if self._placing is None:
            self._id = secrets.token_hex(16)
            self._placing = await self._files.begin(self._id)
        await self._placing.add(bytes(self._held))
        self._held.clear()

    async def finish(self) -> Upload | None:
        """None for the empty file with no name that a browser sends for a field that was left empty."""
        if not self._size and not self._head.file:
            return None
        if not self._size:
            raise wrong_body(self._head.name, "min", "must have at least 1 byte", {"min": 1})
        try:
            if not self._media:
                self._know()
                self._require_text(bytes(self._held))
            self._require_text(b"", final=True)
            await self._write()
            assert self._placing is not None
            await self._placing.finish()
        except BaseException:  # undone and raised on
            await self.drop()
            raise
        name = safe_name(self._head.file or "", self._head.name, extension_of(self._media))
        return Upload(name, self._size, self._media, self._hash.hexdigest(), self._id, self._files.instant())

    async def drop(self) -> None:
        if self._placing is not None:
            placing, self._placing = self._placing, None
            await placing.drop()
        if self._id:
            await self._files.settle([Upload("", 0, "", "", self._id, "")])
