"""Actions that act on the outside world: nothing is run twice, and what was decided is decided once."""
from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from bedplate.declarations.context import Ctx, Effects
from bedplate.declarations.contract import RowParameter
from bedplate.declarations.fields.integer import Integer
from bedplate.declarations.fields.text import Text
from bedplate.errors import BadInput, Conflict, Forbidden, NotFound
from bedplate.logic.services import Services
from bedplate.storage.idempotency import IdempotencyKeyReused
from bedplate.values import Idempotency

from .shelf_sample import Order, Person, Shelf, Shop, SoldOut, Task, action, contract, parameter

ONCE = Idempotency("k", "f")


class Bank:
    """The outside world: counts what it was asked, and can fail."""

    def __init__(self) -> None:
        self.charged: list[int] = []
        self.down = 0
        self.entered = asyncio.Event()
        self.gate: asyncio.Event | None = None

    async def charge(self, pieces: int) -> str:
        self.charged.append(pieces)
        self.entered.set()
        if self.gate is not None:
            await self.gate.wait()
        if self.down:
            self.down -= 1
            raise OSError("down")
        return f"receipt {len(self.charged)}"


async def reserve(ctx: Ctx[Any], shelf: Shelf, pieces: int) -> Order:
    shelf.stock = Shelf.stock - pieces  # type: ignore[assignment]
    return ctx.system("only buying writes orders").add(Order(customer=ctx.me, shelf=shelf, pieces=pieces))


async def confirm(ctx: Ctx[Any], shelf: Shelf, receipt: str) -> str:
    shelf.note = receipt
    return receipt


async def pay(shelf: Shelf, ctx: Effects[Person], bank: Bank, pieces: int) -> str:
    """Reserve, charge, confirm: two decisions with the world between them."""
    if pieces > 50:
        raise SoldOut
    order = await ctx.decide(reserve, shelf, pieces)
    receipt = await bank.charge(order.pieces)
    return await ctx.decide(confirm, shelf, receipt)


def paying(**more: Any) -> Any:
    async def call(row: Any, ctx: Any, services: Any, args: Any) -> Any:
        return await pay(row, ctx, services["bank"], **args)

    return action(
        "Shelf", "pay", call, parameter("pieces", Integer(ge=1)), mode="act", services=(("bank", Bank),), result=Text(max=80),
        raises=(SoldOut,), **more,
    )  # fmt: skip


class Till:
    """A shop with a bank, somebody to pay, and a shelf."""

    def __init__(self, shop: Shop, bank: Bank, who: Any, shelf: Any) -> None:
        self.shop, self.bank, self.who, self.shelf = shop, bank, who, shelf

    async def pay(self, pieces: int = 2, once: Idempotency | None = ONCE) -> Any:
        return await self.shop.call("shelf.pay", self.who, self.shelf, once=once, pieces=pieces)

    async def state(self) -> tuple[int, str, int]:
        shelf = await self.shop.values("Shelf", self.shelf)
        return shelf.stock, shelf.note, len(await self.shop.values("Order"))


@pytest.fixture
async def till(open_shop: Any) -> Till:
    bank = Bank()
    shop = await open_shop(contract(actions=(paying(),)), services=Services({Bank: bank}))
    who, shelf = await shop.put(Person, email="ana@example.org", name="Ana"), await shop.put(Shelf, name="A", stock=10)
    return Till(shop, bank, who, shelf)


async def test_decisions_between_acts(till: Till) -> None:
    """Both are applied, the row of the action is covered by its right, the answer is the result."""
    answer = await till.pay()
    assert (answer.status, answer.body) == (200, b'{"data":"receipt 1"}')
    assert await till.state() == (8, "receipt 1", 1)


async def test_repeats_act_and_decide_once(till: Till) -> None:
    """64 repeats at once under one key: one charge, one order, equal bytes; another body is refused."""
    done = await asyncio.gather(*(till.pay() for _ in range(64)))
    assert {(one.status, one.body, one.headers) for one in done} == {(200, b'{"data":"receipt 1"}', ())}
    assert (till.bank.charged, await till.state()) == ([2], (8, "receipt 1", 1))
    with pytest.raises(IdempotencyKeyReused):
        await till.pay(3, Idempotency("k", "other"))


async def test_without_a_key_each_call_counts(till: Till) -> None:
    """Nobody said that they are the same."""
    await asyncio.gather(till.pay(once=None), till.pay(once=None))
    assert (len(till.bank.charged), (await till.state())[::2]) == (2, (6, 2))


async def test_what_was_decided_before_a_failure_is_not_decided_again(till: Till) -> None:
    """The bank fails after the reservation: the repeat charges again, but reserves nothing more and gets the same order back."""
    till.bank.down = 1
    with pytest.raises(OSError, match="down"):
        await till.pay()
    assert await till.state() == (8, "", 1)
    assert (await till.pay()).body == b'{"data":"receipt 2"}'
    assert (till.bank.charged, await till.state()) == ([2, 2], (8, "receipt 2", 1))


async def test_a_decision_that_is_refused_ends_the_action(till: Till) -> None:
    """The check fails: nothing is charged, and since nobody declared this refusal it is not kept."""
    with pytest.raises(Conflict, match="ENOUGH_STOCK"):
        await till.pay(11)
    assert (till.bank.charged, await till.state()) == ([], (10, "", 0))


async def test_declared_refusals_are_kept(till: Till) -> None:
    """The repeat is told the same, whatever it would be now."""
    for pieces in (51, 1):
        with pytest.raises(SoldOut):
            await till.pay(pieces)
    assert till.bank.charged == []


async def test_repeats_of_several_keys_do_not_wait_for_each_other(till: Till) -> None:
    """While one call waits for the world, another key goes through; no lock is left behind."""
    till.bank.gate = asyncio.Event()
    first = asyncio.create_task(till.pay())
    await till.bank.entered.wait()
    till.bank.entered.clear()
    second = asyncio.create_task(till.pay(1, Idempotency("other", "f")))
    async with asyncio.timeout(10):
        await till.bank.entered.wait()
        till.bank.gate.set()
        await asyncio.gather(first, second)
    assert (await till.state())[0] == 7


async def test_nothing_is_held_while_the_world_is_slow(till: Till) -> None:
    """Others write the same row meanwhile."""
    till.bank.gate = asyncio.Event()
    paying = asyncio.create_task(till.pay())
    await till.bank.entered.wait()
    async with asyncio.timeout(10):
        await till.shop.call("shelf.update", till.who, till.shelf, name="B", stock=100)
        till.bank.gate.set()
        await paying
    assert await till.state() == (100, "receipt 1", 1)


async def _acting(open_shop: Any, call: Any, *parameters: Any, of: str = "Shelf", **more: Any) -> tuple[Shop, Any, Any]:
    made = action(of, "act", call, *parameters, mode="act", result=more.pop("result", None), **more)
    shop = await open_shop(contract(actions=(made,)))
    return shop, await shop.put(Person, email="ana@example.org", name="Ana"), await shop.put(Shelf, name="A")


async def test_writing_outside_of_a_decision_is_an_error(open_shop: Any) -> None:
    """An assignment, an add, a delete or an emit there would be lost: errors, and nothing is written."""
    async def assign(row: Shelf, ctx: Any, services: Any, args: Any) -> None:
        row.note = "lost"

    async def add(row: Shelf, ctx: Any, services: Any, args: Any) -> None:
        ctx._decision.add(Shelf(name="lost"))

    async def nested(row: Shelf, ctx: Any, services: Any, args: Any) -> None:
        async def inner(deciding: Ctx[Any]) -> None:
            await deciding._decision.decide(inner, (), {})

        await ctx.decide(inner)

    for number, call in enumerate((assign, add, nested)):
        made = action("Shelf", "act", call, mode="act", result=None)
        shop = await open_shop(contract(actions=(made,)), file=f"{number}.db")
        who, shelf = await shop.put(Person, email="ana@example.org", name="Ana"), await shop.put(Shelf, name="A")
        with pytest.raises(RuntimeError):
            await shop.call("shelf.act", who, shelf)
        assert [one.note for one in await shop.values("Shelf")] == [""]


async def test_effects_are_guarded_like_decisions(open_shop: Any) -> None:
    """404 for a row that cannot be seen, 403 without the right, 400 for a hidden row as parameter; code runs for none of them."""
    ran: list[str] = []

    async def act(row: Any, ctx: Any, services: Any, args: Any) -> None:
        ran.append("ran")

    shop, who, shelf = await _acting(open_shop, act, parameter("task", RowParameter("Task")))
    task = await shop.put(Task, title="b", owner=await _person(shop, await shop.put(Person, email="b@example.org", name="Ben")))
    with pytest.raises(NotFound):
        await shop.call("shelf.act", who, task, task=task)
    with pytest.raises(BadInput) as refused:
        await shop.call("shelf.act", who, shelf, task=task)
    assert [(one.place, one.rule) for one in refused.value.details] == [("body.task", "reference")]
    del shop.access.rows["Shelf", "act"]  # type: ignore[attr-defined]
    with pytest.raises(Forbidden):
        await shop.call("shelf.act", who, shelf, task=task)
    assert ran == []


async def test_effects_read_and_become_the_system(open_shop: Any) -> None:
    """Reads show what the caller may read; the system sees all, with a reason that is audited, and decides as the system."""
    async def write(ctx: Ctx[Any]) -> int:
        ctx.add(Shelf(name="by the system"))
        return 1

    async def act(row: Shelf, ctx: Effects[Any], services: Any, args: Any) -> int:
        mine = await Task.where().count(ctx)
        assert [one.title for one in await Task.where().all(ctx)] == ["mine"]
        system = ctx.system("a test counts")
        assert system.system("again") is not ctx
        await system.decide(write)
        return 10 * await Task.where().count(system) + mine

    shop, who, shelf = await _acting(open_shop, act, result=Integer())
    await shop.put(Task, title="b", owner=await _person(shop, await shop.put(Person, email="b@example.org", name="Ben")))
    await shop.put(Task, title="mine", owner=await _person(shop, who))
    assert (await shop.call("shelf.act", who, shelf)).body == b'{"data":21}'
    assert shop.audited == [("a test counts", "shelf.act")]
    assert len(await shop.values("Shelf")) == 2


async def test_a_row_is_answered_as_it_is_now(open_shop: Any) -> None:
    """With its tag; a list of rows in the order in which they were returned."""
    async def one(row: Shelf, ctx: Effects[Any], services: Any, args: Any) -> Shelf:
        return await ctx.decide(_note, row)

    async def both(kind: Any, ctx: Effects[Any], services: Any, args: Any) -> list[Shelf]:
        return await Shelf.where().order_by(Shelf.name.desc()).all(ctx)

    actions = (
        action("Shelf", "one", one, mode="act"),
        action("Shelf", "both", both, mode="act", instance=False, result_many=True),
    )
    shop = await open_shop(contract(actions=actions))
    who, shelf = await shop.put(Person, email="ana@example.org", name="Ana"), await shop.put(Shelf, name="A")
    await shop.put(Shelf, name="B")
    answer = await shop.call("shelf.one", who, shelf)
    assert b'"note":"noted"' in answer.body
    assert answer.etag is not None
    assert answer.etag.startswith('"2-')
    listed = await shop.call("shelf.both", who)
    assert listed.body.index(b'"B"') < listed.body.index(b'"A"')


async def _note(ctx: Ctx[Any], shelf: Shelf) -> Shelf:
    shelf.note = "noted"
    return shelf


@dataclass(frozen=True)
class Receipt:
    number: int
    day: date


async def _row(ctx: Ctx[Any], shelf: Shelf) -> Shelf:
    return shelf


async def _rows(ctx: Ctx[Any], shelf: Shelf) -> list[Shelf]:
    return [shelf]


async def _receipts(ctx: Ctx[Any]) -> list[Receipt] | None:
    return [Receipt(1, date(2026, 1, 31))]


async def _no_result(ctx: Ctx[Any]) -> None:
    return None


async def _no_annotation(ctx: Ctx[Any]):  # type: ignore[no-untyped-def]
    return {"a": [1]}


async def test_results_are_read_back_by_their_annotation(open_shop: Any) -> None:
    """A repeated decision gives what it gave: rows as rows, lists of rows, dataclasses with dates; JSON without an annotation."""
    given: list[Any] = []

    async def act(shelf: Shelf, ctx: Effects[Any], services: Any, args: Any) -> None:
        row, rows = await ctx.decide(_row, shelf), await ctx.decide(_rows, shelf)
        rest = [await ctx.decide(one) for one in (_receipts, _no_result, _no_annotation)]
        given.append((row.name, [one.name for one in rows], rest))
        if len(given) < 4:
            raise OSError

    shop, who, shelf = await _acting(open_shop, act)
    for _ in range(3):
        with pytest.raises(OSError):
            await shop.call("shelf.act", who, shelf, once=ONCE)
    await shop.call("shelf.act", who, shelf, once=ONCE)
    assert given == [("A", ["A"], [[Receipt(1, date(2026, 1, 31))], None, {"a": [1]}])] * 4


async def test_a_result_that_could_not_be_read_back_is_an_error_at_once(open_shop: Any) -> None:
    """Not at the repeat, when it is too late: nothing is applied."""
    async def unknown(ctx: Ctx[Any], shelf: Shelf) -> Any:
        shelf.note = "lost"
        return date(2026, 1, 31)

    async def other(ctx: Ctx[Any], shelf: Shelf) -> int:
        shelf.note = "lost"
        return "text"  # type: ignore[return-value]

    async def act(shelf: Shelf, ctx: Effects[Any], services: Any, args: Any) -> None:
        await ctx.decide(args["f"], shelf)

    shop, who, shelf = await _acting(open_shop, act)
    for f in (unknown, other):
        with pytest.raises(TypeError):
            await shop.call("shelf.act", who, shelf, once=ONCE, f=f)
    assert (await shop.values("Shelf", shelf)).note == ""


async def _person(shop: Shop, key: Any) -> Any:
    from bedplate.declarations.rows import One

    return One("Person", key, None)
