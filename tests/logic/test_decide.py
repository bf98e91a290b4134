"""Decide, then apply: races, atomic expressions, repeats, and on whose right things are written."""
from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bedplate.declarations.query import TooManyRows
from bedplate.errors import BadInput, Conflict, Forbidden, NotFound
from bedplate.logic.refusals import IllegalMove, Unauthenticated
from bedplate.storage.idempotency import IdempotencyKeyReused
from bedplate.values import Idempotency

from .shelf_sample import ACTIONS, Order, Person, Shelf, Shop, SoldOut, State, Task, action, contract, parameter


async def ana(shop: Shop) -> Any:
    return await shop.put(Person, email="ana@example.org", name="Ana")


async def test_stock_never_goes_below_its_check(shop: Shop) -> None:
    """64 buyers of 40 pieces at once: 40 get one, 24 are refused by the check, and nothing else happened."""
    who, shelf = await ana(shop), await shop.put(Shelf, name="A", stock=40)
    done = await asyncio.gather(*(shop.call("shelf.buy", who, shelf, pieces=1) for _ in range(64)), return_exceptions=True)
    refused = [one for one in done if isinstance(one, Conflict)]
    assert [type(one).__name__ for one in done if not isinstance(one, Conflict)] == ["Outcome"] * 40
    assert {one.code for one in refused} == {"ENOUGH_STOCK"}
    assert (await shop.values("Shelf", shelf)).stock == 0
    assert len(await shop.values("Order")) == 40
    assert (await shop.database.read("SELECT count(*) FROM bedplate_outbox"))[0][0] == 40


async def test_who_races_on_a_field_runs_again(shop: Shop) -> None:
    """Two append to one text at once: one of them decides twice, and both words are there."""
    who, shelf = await ana(shop), await shop.put(Shelf, name="A")
    await asyncio.gather(*(shop.call("shelf.take_note", who, shelf, text=text) for text in ("x", "y")))
    assert sorted((await shop.values("Shelf", shelf)).note) == ["x", "y"]


async def test_a_race_lost_four_times_is_a_conflict(open_shop: Any) -> None:
    """Somebody changes what was read during every run: three reruns, then 409 RACE_LOST."""
    runs: list[int] = []

    async def slow(row: Shelf, ctx: Any, services: Any, args: Any) -> Shelf:
        runs.append(row.stock)
        await shop.call("shelf.update", who, shelf, stock=row.stock + 1)
        row.note = "mine"
        return row

    shop = await open_shop(contract(actions=(action("Shelf", "slow", slow),)))
    who, shelf = await ana(shop), await shop.put(Shelf, name="A")
    with pytest.raises(Conflict) as refused:
        await shop.call("shelf.slow", who, shelf)
    assert (refused.value.code, runs) == ("RACE_LOST", [0, 1, 2, 3])
    assert (await shop.values("Shelf", shelf)).note == ""


async def test_what_was_not_read_may_change(open_shop: Any) -> None:
    """Only the fields that code looked at are checked again: another field of the same row is no race."""
    runs: list[str] = []

    async def name_only(row: Shelf, ctx: Any, services: Any, args: Any) -> Shelf:
        runs.append(row.name)
        await shop.call("shelf.update", who, shelf, stock=9)
        row.note = row.name
        return row

    shop = await open_shop(contract(actions=(action("Shelf", "name_only", name_only),)))
    who, shelf = await ana(shop), await shop.put(Shelf, name="A")
    await shop.call("shelf.name_only", who, shelf)
    stored = await shop.values("Shelf", shelf)
    assert (runs, stored.stock, stored.note) == (["A"], 9, "A")


async def test_a_row_must_still_satisfy_the_query_that_found_it(open_shop: Any) -> None:
    """A row that was found by a condition and does not meet it any more runs the decision again."""
    found: list[int] = []

    async def full_ones(kind: Any, ctx: Any, services: Any, args: Any) -> int:
        rows = await Shelf.where(Shelf.stock > 0).all(ctx)
        found.append(len(rows))
        if len(found) == 1:
            await shop.call("shelf.update", who, shelf, stock=0)
        ctx.system("a test").add(Shelf(name=f"{len(rows)} were full"))
        return len(rows)

    shop = await open_shop(contract(actions=(action("Shelf", "full_ones", full_ones, instance=False, result=None),)))
    who, shelf = await ana(shop), await shop.put(Shelf, name="A", stock=5)
    answer = await shop.call("shelf.full_ones", who)
    assert (found, answer.body) == ([1, 0], b'{"data":0}')


async def test_one_key_has_one_effect(shop: Shop) -> None:
    """64 repeats of one request at once: one order, one lowered stock, 64 equal answers; another body is refused."""
    who, shelf = await ana(shop), await shop.put(Shelf, name="A", stock=40)
    once = Idempotency("k", "f")
    done = await asyncio.gather(*(shop.call("shelf.buy", who, shelf, once=once, pieces=3) for _ in range(64)))
    assert len({(one.status, one.body, one.headers, one.etag) for one in done}) == 1
    assert (await shop.values("Shelf", shelf)).stock == 37
    assert len(await shop.values("Order")) == 1
    with pytest.raises(IdempotencyKeyReused):
        await shop.call("shelf.buy", who, shelf, once=Idempotency("k", "other"), pieces=4)


async def test_a_repeat_is_answered_whatever_became_of_the_row(shop: Shop) -> None:
    """A replay does not decide again: the shelf may be empty or gone by now."""
    who, shelf = await ana(shop), await shop.put(Shelf, name="A", stock=3)
    first = await shop.call("shelf.buy", who, shelf, once=Idempotency("k", "f"), pieces=3)
    again = await shop.call("shelf.buy", who, shelf, once=Idempotency("k", "f"), pieces=3)
    assert first == again


async def test_creates_replay_place_and_tag(shop: Shop) -> None:
    """A repeated create gives the same bytes, Location and ETag, and one row."""
    who = await ana(shop)
    once = Idempotency("k", "f")
    done = await asyncio.gather(*(shop.call("task.create", who, once=once, title="a") for _ in range(64)))
    assert len({(one.status, one.body, one.headers, one.etag) for one in done}) == 1
    (task,) = await shop.values("Task")
    assert done[0].headers == (("Location", f"/v1/tasks/{task.id}"),)
    assert (done[0].status, done[0].etag is not None) == (201, True)


async def test_declared_refusals_are_kept(shop: Shop) -> None:
    """A refusal that the action declares is the answer to every repeat, even when it would go well by now; a lost check is not kept."""
    who, shelf = await ana(shop), await shop.put(Shelf, name="A", stock=100)
    once = Idempotency("k", "f")
    for _ in range(2):
        with pytest.raises(SoldOut):
            await shop.call("shelf.buy", who, shelf, once=once, pieces=51)
    with pytest.raises(SoldOut):
        await shop.call("shelf.buy", who, shelf, once=once, pieces=1)
    assert (await shop.values("Shelf", shelf)).stock == 100


async def test_keys_belong_to_their_caller(shop: Shop) -> None:
    """Two people may use the same key for the same operation."""
    first, second = await ana(shop), await shop.put(Person, email="ben@example.org", name="Ben")
    shelf = await shop.put(Shelf, name="A", stock=10)
    once = Idempotency("k", "f")
    await shop.call("shelf.buy", first, shelf, once=once, pieces=1)
    await shop.call("shelf.buy", second, shelf, once=once, pieces=1)
    assert (await shop.values("Shelf", shelf)).stock == 8


async def test_code_writes_under_the_rules_of_its_caller(open_shop: Any) -> None:
    """Reading as the caller and assigning asks the caller's own update rule; only the action's row is covered by the action."""
    async def meddle(row: Shelf, ctx: Any, services: Any, args: Any) -> Shelf:
        for order in await Order.where().all(ctx):
            order.pieces = 99
        return row

    shop = await open_shop(contract(actions=(*ACTIONS, action("Shelf", "meddle", meddle))))
    who, shelf = await ana(shop), await shop.put(Shelf, name="A", stock=10)
    await shop.call("shelf.buy", who, shelf, pieces=1)
    with pytest.raises(Forbidden):
        await shop.call("shelf.meddle", who, shelf)
    assert [order.pieces for order in await shop.values("Order")] == [1]


async def test_system_is_audited_with_its_reason(shop: Shop) -> None:
    """Each use of `ctx.system` tells why and in which operation."""
    who, shelf = await ana(shop), await shop.put(Shelf, name="A", stock=10)
    await shop.call("shelf.buy", who, shelf, pieces=1)
    assert shop.audited == [("only buying writes orders", "shelf.buy")]


async def test_rows_as_arguments_must_be_readable(open_shop: Any) -> None:
    """The key of a hidden row is refused exactly like the key of no row."""
    async def hand_over(row: Shelf, ctx: Any, services: Any, args: Any) -> str:
        return str(args["task"].title)

    from bedplate.declarations.contract import RowParameter

    taking = action("Shelf", "hand_over", hand_over, parameter("task", RowParameter("Task")), result=None)
    shop = await open_shop(contract(actions=(taking,)))
    who, other = await ana(shop), await shop.put(Person, email="b@example.org", name="Ben")
    shelf = await shop.put(Shelf, name="A")
    hidden = await shop.put(Task, title="b", owner=await _row(shop, other))
    shown = await shop.put(Task, title="a", owner=await _row(shop, who))
    assert (await shop.call("shelf.hand_over", who, shelf, task=shown)).body == b'{"data":"a"}'
    words = []
    for key in (hidden, shelf):
        with pytest.raises(BadInput) as refused:
            await shop.call("shelf.hand_over", who, shelf, task=key)
        words.append(refused.value.details)
    assert words[0] == words[1]
    assert words[0][0].place == "body.task"


async def test_illegal_moves_are_refused_everywhere(open_shop: Any) -> None:
    """PATCH, an action and a set update all keep to the declared moves; a legal move goes through."""
    async def close_all(kind: Any, ctx: Any, services: Any, args: Any) -> None:
        from bedplate.declarations.puts import Put

        Task.where().update(ctx, Put("state", State.CLOSED))

    shop = await open_shop(contract(actions=(action("Task", "close_all", close_all, instance=False, result=None),)))
    who = await ana(shop)
    task = await shop.put(Task, title="a", owner=await _row(shop, who))
    with pytest.raises(IllegalMove):
        await shop.call("task.update", who, task, state=State.CLOSED)
    with pytest.raises(IllegalMove):
        await shop.call("task.close_all", who)
    await shop.call("task.update", who, task, state=State.DONE)
    await shop.call("task.close_all", who)
    assert (await shop.values("Task", task)).state is State.CLOSED


async def test_a_decision_stays_small(open_shop: Any) -> None:
    """More than 1,000 distinct rows, or a query without a bound of that size, is an error and writes nothing."""
    async def too_many(kind: Any, ctx: Any, services: Any, args: Any) -> None:
        if args["rows"]:
            await Shelf.where().all(ctx, max=5_000)
        for number in range(1_001):
            ctx.system("a test").add(Shelf(name=str(number)))

    shop = await open_shop(contract(actions=(action("Shelf", "too_many", too_many, instance=False, result=None),)))
    who = await ana(shop)
    for rows in (True, False):
        with pytest.raises(TooManyRows):
            await shop.call("shelf.too_many", who, rows=rows)
    assert await shop.values("Shelf") == []


async def test_finding_nothing_runs_again_once(open_shop: Any) -> None:
    """Two find nothing and both add: the unique set refuses one, whose decision runs again and finds what the other made."""
    from bedplate.declarations.contract import UniqueContract

    from .shelf_sample import HERE

    waiting = asyncio.Barrier(2)
    seen: list[bool] = []

    async def only_one(kind: Any, ctx: Any, services: Any, args: Any) -> Shelf:
        found = await Shelf.where(Shelf.name == "only").first(ctx)
        seen.append(found is not None)
        if len(seen) <= 2:
            await waiting.wait()
        return found or ctx.add(Shelf(name="only"))

    unique = UniqueContract("Shelf_name", "NAME_ONCE", ("name",), HERE)
    shop = await open_shop(contract(actions=(action("Shelf", "only_one", only_one, instance=False),), uniques=(unique,)))
    who = await ana(shop)
    first, second = await asyncio.gather(shop.call("shelf.only_one", who), shop.call("shelf.only_one", who))
    assert (first.body, seen) == (second.body, [False, False, True])


async def test_a_plain_unique_conflict_is_no_race(open_shop: Any) -> None:
    """Without having looked for it, an existing row is simply a conflict."""
    from bedplate.declarations.contract import UniqueContract

    from .shelf_sample import HERE

    shop = await open_shop(contract(uniques=(UniqueContract("Shelf_name", "NAME_ONCE", ("name",), HERE),)))
    who = await ana(shop)
    await shop.call("shelf.create", who, name="A")
    with pytest.raises(Conflict) as refused:
        await shop.call("shelf.create", who, name="A")
    assert refused.value.code == "NAME_ONCE"


async def test_bugs_of_the_application_are_no_refusals(open_shop: Any) -> None:
    """What user code raises without meaning it leaves perform as it is, so that it becomes the one bare 500, and nothing is written."""
    async def broken(row: Shelf, ctx: Any, services: Any, args: Any) -> Shelf:
        row.note = "half"
        raise ValueError("a bug")

    async def too_long(row: Shelf, ctx: Any, services: Any, args: Any) -> Shelf:
        row.name = "x" * 81
        return row

    shop = await open_shop(contract(actions=(action("Shelf", "broken", broken), action("Shelf", "too_long", too_long))))
    who, shelf = await ana(shop), await shop.put(Shelf, name="A")
    for name in ("shelf.broken", "shelf.too_long"):
        with pytest.raises(ValueError):
            await shop.call(name, who, shelf, once=Idempotency(name, "f"))
    stored = await shop.values("Shelf", shelf)
    assert (stored.note, stored.name) == ("", "A")
    assert await shop.database.read("SELECT * FROM bedplate_idempotency") == []


async def test_accounts_that_are_gone_or_disabled_decide_nothing(shop: Shop) -> None:
    """An account that was disabled, or does not exist, is a stranger: 401."""
    shelf = await shop.put(Shelf, name="A", stock=3)
    gone = await shop.put(Person, email="c@example.org", name="C", disabled_at=shop.now())
    for who in (gone, shelf):
        with pytest.raises(Unauthenticated) as refused:
            await shop.call("shelf.buy", who, shelf, pieces=1)
        assert refused.value.headers == {"WWW-Authenticate": "Bearer"}


async def test_unreadable_is_404_and_unruly_is_403(open_shop: Any) -> None:
    """The row of an action must be readable, else 404; then the action's rule must hold, else 403. Code is not run for either."""
    ran: list[str] = []

    async def poke(row: Any, ctx: Any, services: Any, args: Any) -> None:
        ran.append("ran")

    shop = await open_shop(contract(actions=(action("Task", "poke", poke, result=None), action("Shelf", "poke", poke, result=None))))
    who, other = await ana(shop), await shop.put(Person, email="b@example.org", name="Ben")
    task, shelf = await shop.put(Task, title="b", owner=await _row(shop, other)), await shop.put(Shelf, name="A")
    del shop.access.rows["Shelf", "poke"]  # type: ignore[attr-defined]
    with pytest.raises(NotFound):
        await shop.call("task.poke", who, task)
    with pytest.raises(Forbidden):
        await shop.call("shelf.poke", who, shelf)
    assert ran == []


async def _row(shop: Shop, key: Any) -> Any:
    from bedplate.declarations.rows import One

    return One("Person", key, None)
