"""Sessions as they are kept: under the SHA-256 of their secret, so that whoever reads the table can sign in as nobody."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast

from bedplate.declarations.contract import Contract
from bedplate.storage.credentials import alive
from bedplate.storage.fragment import Fragment, join, quoted, sql
from bedplate.storage.sqlite import Database, Transaction

__all__ = ["TABLES", "SessionTable", "StoredSession", "purge"]

TABLES = (
    """CREATE TABLE IF NOT EXISTS bedplate_session (
  id TEXT PRIMARY KEY NOT NULL,
  account_kind TEXT NOT NULL,
  account_id TEXT NOT NULL,
  created_at TEXT NOT NULL,
  seen_at TEXT NOT NULL,
  ends_at TEXT NOT NULL
) STRICT""",
    "CREATE INDEX IF NOT EXISTS bedplate_session_account ON bedplate_session (account_kind, account_id)",
    "CREATE INDEX IF NOT EXISTS bedplate_session_end ON bedplate_session (ends_at)",
)

_INSERT = "INSERT INTO bedplate_session (id, account_kind, account_id, created_at, seen_at, ends_at) VALUES (?, ?, ?, ?, ?, ?)"
_SEEN = "UPDATE bedplate_session SET seen_at = ? WHERE id = ? AND seen_at < ?"
_END = "DELETE FROM bedplate_session WHERE id = ?"
_END_ALL = "DELETE FROM bedplate_session WHERE account_kind = ? AND account_id = ?"
_PURGE = "DELETE FROM bedplate_session WHERE rowid IN (SELECT rowid FROM bedplate_session WHERE ends_at <= ? ORDER BY ends_at LIMIT ?) RETURNING 1"


@dataclass(frozen=True, slots=True)
class StoredSession:
    """One row. `alive`: its account exists and is not disabled."""

    id: str
    kind: str
    account: str
    seen_at: datetime
    ends_at: datetime
    alive: bool


class SessionTable:
    """The statements, made once at boot."""

    def __init__(self, contract: Contract, database: Database) -> None:
        self._database = database
        whens = [sql(" WHEN {} THEN {}", quoted(kind), alive(contract.resources[kind], sql("s.account_id"))) for kind in contract.accounts]
        living = sql("CASE s.account_kind{} ELSE 0 END", join("", whens)) if whens else sql("0")
        self._find = _text(
            sql("SELECT s.id, s.account_kind, s.account_id, s.seen_at, s.ends_at, {} FROM bedplate_session s WHERE s.id = ?", living)
        )

    async def find(self, session: str) -> StoredSession | None:
        """One point look-up."""
        rows = await self._database.read(self._find, (session,))
        if not rows:
            return None
        key, kind, account, seen, ends, living = cast("tuple[str, str, str, str, str, int | None]", rows[0])
        return StoredSession(key, kind, account, _instant(seen), _instant(ends), bool(living))

    async def create(self, session: str, kind: str, account: str, now: datetime, ends_at: datetime) -> None:
        """A new session."""
        row = (session, kind, account, _stamp(now), _stamp(now), _stamp(ends_at))
        await self._database.write(lambda transaction: transaction.run(_INSERT, row))

    async def seen(self, session: str, now: datetime) -> None:
        """It was used."""
        await self._database.write(lambda transaction: transaction.run(_SEEN, (_stamp(now), session, _stamp(now))))

    async def end(self, session: str) -> None:
        """It is over."""
        await self._database.write(lambda transaction: transaction.run(_END, (session,)))

    async def end_all(self, kind: str, account: str) -> None:
        """All of an account are over."""
        await self._database.write(lambda transaction: transaction.run(_END_ALL, (kind, account)))


def purge(transaction: Transaction, now: datetime, batch: int = 500) -> int:
    """Forget at most `batch` sessions past their end; how many there were. Call again while it gives `batch`."""
    return len(transaction.run(_PURGE, (_stamp(now), batch)))


def _text(fragment: Fragment) -> str:
    return fragment.render()[0]


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def _stamp(instant: datetime) -> str:
    return instant.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
