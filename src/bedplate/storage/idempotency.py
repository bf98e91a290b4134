"""One effect for one Idempotency-Key: the record is written in the transaction of the effect, and a repeat reads it back.

Since every change is applied by one writer inside its own transaction, looking for the record and writing it cannot be separated by
a repeat of the same request: whoever comes second finds the record. Scope of a key: the caller and the operation. Kept for 24 hours.

Kept are successes and the refusals that an operation declares; never an answer that holds a credential or a secret, and no answer
above 64 KiB. Of those only the fact remains, because the promise is one effect: a repeat is refused with `AnswerNotKept`.
Source: draft-ietf-httpapi-idempotency-key-header.
"""
from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import cast

from bedplate.errors import Conflict
from bedplate.storage.sqlite import Row, Stored, Transaction
from bedplate.values import Actor, Applied, ChangeSet, Idempotency, Outcome

__all__ = [
    "BODY_MAX", "KEPT_FOR", "TABLES", "AnswerNotKept", "IdempotencyKeyReused", "find_replay", "keep_answer", "keep_for", "lookup",
    "purge", "replay_for", "replay_from", "scope_of",
]

BODY_MAX = 65_536  # bytes
KEPT_FOR = timedelta(hours=24)

TABLES = (
    """CREATE TABLE IF NOT EXISTS bedplate_idempotency (
  scope TEXT NOT NULL,
  route TEXT NOT NULL,
  key TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  status INTEGER NOT NULL,
  body BLOB,
  headers TEXT NOT NULL,
  kept_at TEXT NOT NULL,
  PRIMARY KEY (scope, route, key)
) STRICT""",
    "CREATE INDEX IF NOT EXISTS bedplate_idempotency_age ON bedplate_idempotency (kept_at)",
)

_FIND = "SELECT fingerprint, status, body, headers FROM bedplate_idempotency WHERE scope = ? AND route = ? AND key = ? AND kept_at > ?"
_KEEP = (
    "INSERT INTO bedplate_idempotency (scope, route, key, fingerprint, status, body, headers, kept_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?) "
    "ON CONFLICT (scope, route, key) DO UPDATE SET fingerprint = excluded.fingerprint, status = excluded.status, body = excluded.body, "
    "headers = excluded.headers, kept_at = excluded.kept_at"
)
_PURGE = (
    "DELETE FROM bedplate_idempotency WHERE rowid IN "
    "(SELECT rowid FROM bedplate_idempotency WHERE kept_at <= ? ORDER BY kept_at LIMIT ?) RETURNING 1"
)


class IdempotencyKeyReused(Conflict):
    """This Idempotency-Key was used before with another request."""

    cause = "An Idempotency-Key names one request: its method, address and body must be the same whenever it is sent again."
    cure = "Send the first request again as it was, or choose a new key for the new one."


class AnswerNotKept(Conflict):
    """This was done already, and its answer was not kept."""

    cause = "The request with this Idempotency-Key took effect, but its answer was too large or held a secret, so it cannot be repeated."
    cure = "Read the present state instead of sending the request again."


def scope_of(actor: Actor) -> str:
    """Whose key it is. The keys of strangers are told apart before they come here, by the address that they came from."""
    return f"{actor.kind or actor.via or 'stranger'}:{actor.id or ''}"


def lookup(scope: str, route: str, wanted: Idempotency, now: datetime) -> tuple[str, Sequence[Stored]]:
    """The statement that finds a record, for a look before anything is decided; its rows go to `replay_from`."""
    return _FIND, (wanted.scope or scope, route, wanted.key, _stamp(now - KEPT_FOR))


def replay_from(rows: Sequence[Row], wanted: Idempotency) -> Outcome | None:
    """The answer that this key was given before, if there is one. Raises IdempotencyKeyReused, AnswerNotKept."""
    if not rows:
        return None
    fingerprint, status, body, headers = rows[0]
    if fingerprint != wanted.fingerprint:
        raise IdempotencyKeyReused
    if body is None:
        raise AnswerNotKept
    kept = json.loads(cast("str", headers))
    pairs = tuple((name, value) for name, value in kept["headers"])
    return Outcome(status=cast("int", status), body=cast("bytes", body), headers=pairs, media=kept["media"], etag=kept["etag"])


def find_replay(transaction: Transaction, scope: str, route: str, wanted: Idempotency, now: datetime) -> Outcome | None:
    """The same inside a transaction."""
    return replay_from(transaction.run(*lookup(scope, route, wanted, now)), wanted)


def keep_answer(transaction: Transaction, scope: str, route: str, wanted: Idempotency, answer: Outcome, now: datetime) -> None:
    """Keep the whole answer (envelope included) for repeats; only the fact, where the answer must not or cannot be kept."""
    keepable = answer.store and answer.stream is None and len(answer.body) <= BODY_MAX
    extras = {"headers": answer.headers, "media": answer.media, "etag": answer.etag} if keepable else {}
    body = answer.body if keepable else None
    text = json.dumps(extras, separators=(",", ":"))
    transaction.run(_KEEP, (wanted.scope or scope, route, wanted.key, wanted.fingerprint, answer.status, body, text, _stamp(now)))


def replay_for(transaction: Transaction, change: ChangeSet) -> Outcome | None:
    """To be asked first in the transaction that applies a change set. An answer means: apply nothing, hand this out."""
    if change.idempotency is None:
        return None
    return find_replay(transaction, scope_of(change.actor), change.route, change.idempotency, change.now)


def keep_for(transaction: Transaction, change: ChangeSet, applied: Applied) -> None:
    """To be called last in the transaction that applies a change set, once the body of the answer is known."""
    if change.idempotency is None:
        return
    keep_answer(transaction, scope_of(change.actor), change.route, change.idempotency, _answer(change, applied), change.now)


def _answer(change: ChangeSet, applied: Applied) -> Outcome:
    if change.finish is not None:
        return change.finish(applied)
    return Outcome(status=change.status, body=b'{"data":' + (applied.body or b"null") + b"}")


def purge(transaction: Transaction, now: datetime, batch: int = 500) -> int:
    """Forget at most `batch` records older than 24 hours; how many there were. Call again while it gives `batch`."""
    return len(transaction.run(_PURGE, (_stamp(now - KEPT_FOR), batch)))


def _stamp(instant: datetime) -> str:
    return instant.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
