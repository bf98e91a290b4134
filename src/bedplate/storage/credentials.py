"""What an account proves itself with. It hangs on the account and is never a field of it, so no selection can ever reach it.

An address names one account of a kind. The credential is written before its account's row: a crash in between leaves a credential
without an account, which opens nothing and gives way to the next who registers the address.
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import cast
from unicodedata import normalize

from bedplate.declarations.contract import Contract, ResourceContract
from bedplate.storage.fragment import Fragment, name, sql
from bedplate.storage.sqlite import ConstraintBroken, Database, Row, Transaction

__all__ = ["TABLES", "Credential", "Credentials", "alive", "email_key"]

TABLES = (
    """CREATE TABLE IF NOT EXISTS bedplate_credential (
  account_kind TEXT NOT NULL,
  account_id TEXT NOT NULL,
  email_key TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  changed_at TEXT NOT NULL,
  PRIMARY KEY (account_kind, account_id)
) STRICT""",
    "CREATE UNIQUE INDEX IF NOT EXISTS bedplate_credential_email ON bedplate_credential (account_kind, email_key)",
)

_ABANDONED = timedelta(minutes=1)
_INSERT = "INSERT INTO bedplate_credential (account_kind, account_id, email_key, password_hash, changed_at) VALUES (?, ?, ?, ?, ?)"
_CHANGE = (
    "UPDATE bedplate_credential SET password_hash = ?, changed_at = ? "
    "WHERE account_kind = ? AND account_id = ? AND password_hash = ? RETURNING 1"
)
_SET = (
    "INSERT INTO bedplate_credential (account_kind, account_id, email_key, password_hash, changed_at) VALUES (?, ?, ?, ?, ?) "
    "ON CONFLICT (account_kind, account_id) DO UPDATE SET email_key = excluded.email_key, password_hash = excluded.password_hash, "
    "changed_at = excluded.changed_at"
)
_DISCARD = "DELETE FROM bedplate_credential WHERE account_kind = ? AND account_id = ?"


@dataclass(frozen=True, slots=True)
class Credential:
    """Of one account. `alive`: the account exists and is not disabled."""

    account: str
    address: str = field(repr=False)  # in its comparable form
    password_hash: str = field(repr=False)
    alive: bool


def email_key(address: str) -> str:
    """The form by which addresses are the same: composed, without regard to case."""
    return normalize("NFC", normalize("NFC", address.strip()).casefold())


class Credentials:
    """The statements, made once at boot for each account resource."""

    def __init__(self, contract: Contract, database: Database) -> None:
        self._database = database
        kinds = [contract.resources[kind] for kind in contract.accounts]
        self._find = {kind.name: _text(_found(kind, "c.email_key")) for kind in kinds}
        self._of = {kind.name: _text(_found(kind, "c.account_id")) for kind in kinds}
        self._orphan = {kind.name: _text(_orphan(kind)) for kind in kinds}

    async def find(self, kind: str, address: str) -> Credential | None:
        """By address. One statement, whatever is found."""
        return _credential(await self._database.read(self._find[kind], (kind, email_key(address))))

    async def of(self, kind: str, account: str) -> Credential | None:
        """Of a known account."""
        return _credential(await self._database.read(self._of[kind], (kind, account)))

    async def create(self, kind: str, account: str, address: str, password_hash: str, now: datetime) -> bool:
        """Take an address for an account that is about to be written. False: it is taken."""
        orphan, key = self._orphan[kind], email_key(address)

        def work(transaction: Transaction) -> bool:
            transaction.run(orphan, (kind, key, _stamp(now - _ABANDONED)))
            try:
                transaction.run(_INSERT, (kind, account, key, password_hash, _stamp(now)))
            except ConstraintBroken:
                return False
            return True

        return await self._database.write(work)

    async def decoy(self, kind: str, account: str, now: datetime) -> None:
        """Writes as often and as durably as a registration does, and leaves nothing behind: the time must not tell that an address is
        taken. `account` is a fresh id, which stands for the address too."""
        await self._database.write(lambda transaction: transaction.run(_INSERT, (kind, account, account, "", _stamp(now))))
        await self.discard(kind, account)

    async def put(self, kind: str, account: str, address: str, password_hash: str, now: datetime) -> bool:
        """Give an existing account this address and password, in the place of any that it had. False: the address is another's."""
        orphan, key = self._orphan[kind], email_key(address)

        def work(transaction: Transaction) -> bool:
            transaction.run(orphan, (kind, key, _stamp(now - _ABANDONED)))
            try:
                transaction.run(_SET, (kind, account, key, password_hash, _stamp(now)))
            except ConstraintBroken:
                return False
            return True

        return await self._database.write(work)

    async def change(self, kind: str, account: str, before: str, after: str, now: datetime) -> bool:
        """Replace one hash by another. False: it is not `before` any more, and nothing was changed."""
        return await self._database.write(lambda transaction: bool(transaction.run(_CHANGE, (after, _stamp(now), kind, account, before))))

    async def discard(self, kind: str, account: str) -> None:
        """Give an address back whose account was not written after all."""
        await self._database.write(lambda transaction: transaction.run(_DISCARD, (kind, account)))


def alive(account: ResourceContract, key: Fragment) -> Fragment:
    """The account with this key exists and is not disabled."""
    disabled = account.fields.get("disabled_at")
    still = sql(" AND {} IS NULL", name(disabled.column)) if disabled is not None else sql("")
    column = account.fields[account.key[0]].column
    return sql("EXISTS (SELECT 1 FROM {} WHERE {} = {}{})", name(account.table), name(column), key, still)


def _found(account: ResourceContract, by: str) -> Fragment:
    living = alive(account, sql("c.account_id"))
    if by == "c.email_key":
        return sql("SELECT c.account_id, c.email_key, c.password_hash, {} FROM bedplate_credential c WHERE c.account_kind = ? AND c.email_key = ?", living)
    return sql("SELECT c.account_id, c.email_key, c.password_hash, {} FROM bedplate_credential c WHERE c.account_kind = ? AND c.account_id = ?", living)


def _orphan(account: ResourceContract) -> Fragment:
    column = account.fields[account.key[0]].column
    return sql(
        "DELETE FROM bedplate_credential WHERE account_kind = ? AND email_key = ? AND changed_at < ? "
        "AND NOT EXISTS (SELECT 1 FROM {} WHERE {} = account_id)",
        name(account.table),
        name(column),
    )


def _text(fragment: Fragment) -> str:
    return fragment.render()[0]


def _credential(rows: Sequence[Row]) -> Credential | None:
    if not rows:
        return None
    account, address, password_hash, living = cast("tuple[str, str, str, int]", rows[0])
    return Credential(account, address, password_hash, bool(living))


def _stamp(instant: datetime) -> str:
    return instant.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
