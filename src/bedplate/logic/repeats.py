"""Requests that are sent again under one Idempotency-Key: whose key it is, and the refusals that are answers too.

A refusal that an operation declares is kept like an answer, so that a repeat is told the same; what depends on the caller or on the
moment (400, 401, 403, 429, 5xx) is not. It is kept by name and raised again, so that it leaves by the same way as the first time.
"""
from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

import msgspec

from bedplate.errors import Refusal
from bedplate.logic.runtime import Runtime
from bedplate.storage.idempotency import find_replay, keep_answer, scope_of
from bedplate.storage.sqlite import Transaction
from bedplate.values import Grant, Idempotency, Outcome

__all__ = ["keep_outcome", "keep_refusal", "open_replay", "wanted_of"]

_MEDIA = "refusal"
_NEVER = frozenset({400, 401, 403, 429})


def wanted_of(grant: Grant) -> Idempotency | None:
    """The key of a call. Those of strangers are told apart by the address they come from, of which only a hash is kept."""
    wanted = grant.call.idempotency
    if wanted is None or grant.actor.kind is not None:
        return wanted
    source = hashlib.blake2b(grant.call.request.source.encode(), digest_size=12).hexdigest()
    return replace(wanted, scope=f"stranger:{source}")


async def keep_refusal(
    runtime: Runtime, grant: Grant, wanted: Idempotency | None, refusal: Refusal, declared: Sequence[type[Refusal]]
) -> Outcome | None:
    """Keep a declared refusal. If the request took effect meanwhile (a repeat of it won), that answer is given instead."""
    if wanted is None or refusal.status in _NEVER or refusal.status >= 500 or not isinstance(refusal, tuple(declared)):
        return None
    body = msgspec.json.encode({"kind": type(refusal).code, "code": refusal.code})
    return await keep_outcome(runtime, grant, wanted, Outcome(refusal.status, body, media=_MEDIA))


async def keep_outcome(runtime: Runtime, grant: Grant, wanted: Idempotency, outcome: Outcome) -> Outcome | None:
    """Keep an answer that no change set carries. An answer that was kept meanwhile comes back and stays."""
    scope, route, now = scope_of(grant.actor), grant.call.request.operation.id, grant.call.request.now

    def work(transaction: Transaction) -> Outcome | None:
        found = find_replay(transaction, scope, route, wanted, now)
        if found is None:
            keep_answer(transaction, scope, route, wanted, outcome, now)
        return found

    found: Outcome | None = await runtime.store.database.write(work)
    return found


def open_replay(outcome: Outcome, declared: Sequence[type[Refusal]]) -> Outcome:
    """An answer that was kept is given again; a refusal that was kept is raised again."""
    if outcome.media != _MEDIA:
        return outcome
    kept = msgspec.json.decode(outcome.body, type=dict[str, str])
    for kind in declared:
        if kind.code == kept["kind"]:
            raise kind(kept["code"])
    raise Refusal(private=f"a refusal {kept['kind']} was kept that is declared no more")
