"""Decide, then apply: run the program's decision on committed rows, freeze what it wrote, have storage apply it in one short transaction.

A lost race (something that was read has changed) runs the decision again on fresh rows, three times; then it is a 409. Finding nothing
is never checked again: where a unique set then says otherwise, the decision runs once more and finds what it missed.
"""
from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from bedplate.errors import Conflict, Refusal
from bedplate.logic.hooks import ask_hooks
from bedplate.logic.ledger import Ledger
from bedplate.logic.runtime import Runtime
from bedplate.logic.time_limit import handed_over
from bedplate.logic.view import View
from bedplate.logic.who import SYSTEM, Who
from bedplate.logic.written import require_readable
from bedplate.storage.idempotency import lookup, replay_from, scope_of
from bedplate.values import Applied, ChangeSet, Found, Idempotency, Outcome, Step

__all__ = ["RERUNS", "Decider", "Requirement", "Taken", "Verdict", "replayed"]

RERUNS = 3
_RACE_LOST = "RACE_LOST"

Requirement = tuple[str, str, tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a decision came to besides its changes: how it is answered, and what its function returned."""

    status: int = 200
    answer: Step | None = None
    body: bytes | None = None
    finish: Callable[[Applied], Outcome] | None = None
    require: Requirement | None = None
    result: object = None
    each: Step | None = None
    found: Found | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """A decision that was applied, or the answer it was given when it was taken before (`verdict` None)."""

    applied: Applied
    verdict: Verdict | None
    ledger: Ledger | None = None


@dataclass(frozen=True, slots=True)
class Decider:
    """One decision to take: `work` decides through a view, on behalf of whoever `whose` says; both are asked again in each run."""

    runtime: Runtime
    route: str
    now: datetime
    whose: Callable[[], Awaitable[Who]]
    work: Callable[[View], Awaitable[Verdict]]
    idempotency: Idempotency | None = None

    async def take(self) -> Taken:
        """Decide and apply, again where it lost a race."""
        races, misses = RERUNS, 1
        before = True
        while True:
            who = await self.whose()
            if before and self.idempotency is not None:
                found = await replayed(self.runtime, who, self.route, self.idempotency, self.now)
                if found is not None:
                    return Taken(Applied(None, replayed=found), None)
            before = False
            ledger = Ledger(self.runtime, self.now)
            try:
                return await self._run(ledger, who)
            except Conflict as refusal:
                if ledger.partly_applied:
                    raise
                if refusal.code == _RACE_LOST and races:
                    races -= 1
                elif refusal.code in self.runtime.unique_codes and ledger.found_nothing and misses:
                    misses -= 1
                else:
                    raise

    async def _run(self, ledger: Ledger, who: Who) -> Taken:
        async def apply_part() -> None:
            await ask_hooks(view)
            with handed_over():
                applied = await self.runtime.store.apply(freeze(ledger, who, self.route, Verdict(), None))
            self._woken(ledger)
            ledger.settled(applied)

        view = View(ledger, who, self.route, apply_part)
        verdict = await self.work(view)
        try:
            await ask_hooks(view)
        except Refusal:
            await require_readable(view)
            raise
        try:
            with handed_over():
                applied = await self.runtime.store.apply(freeze(ledger, who, self.route, verdict, self.idempotency))
        except Conflict:  # perhaps of a row that a hook wrote, and that the caller does not see
            await require_readable(view)
            raise
        self._woken(ledger)
        return Taken(applied, None if applied.replayed is not None else verdict, ledger)

    def _woken(self, ledger: Ledger) -> None:
        if ledger.events:
            self.runtime.wake()


async def replayed(runtime: Runtime, who: Who, route: str, wanted: Idempotency, now: datetime) -> Outcome | None:
    """The answer that was given before, looked for without a transaction. Raises IdempotencyKeyReused, AnswerNotKept."""
    return replay_from(await runtime.store.database.read(*lookup(scope_of(who.actor), route, wanted, now)), wanted)


def freeze(ledger: Ledger, base: Who, route: str, verdict: Verdict, wanted: Idempotency | None) -> ChangeSet:
    """The change set. All changes that depend on somebody's rules depend on the rules of one caller."""
    writers = ledger.writers()
    who = writers[0] if writers else base
    if len(writers) > 1 or (who is not base and verdict.require is not None):
        raise RuntimeError("one decision writes on behalf of two callers: use one of them, or `ctx.system(why)`")
    if wanted is not None and who is not base and not wanted.scope:
        wanted = Idempotency(wanted.key, wanted.fingerprint, scope_of(base.actor))
    return ChangeSet(
        actor=who.actor, access=who.access or SYSTEM, now=ledger.now, guards=ledger.guards(), changes=ledger.changes(),
        events=tuple(ledger.events), require=verdict.require, idempotency=wanted, route=route, status=verdict.status,
        answer=verdict.answer, each=verdict.each, found=verdict.found, body=verdict.body, finish=verdict.finish,
    )
