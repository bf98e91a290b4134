"""The application's own logic on built-in verbs."""
from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bedplate.declarations.context import AnyCtx
from bedplate.declarations.contract import HookContract
from bedplate.errors import Conflict, Forbidden, NotFound

from .shelf_sample import ACTIONS, HERE, Order, Person, Shelf, Shop, State, Task, action, contract


class TooShort(Conflict):
    """A title has three letters."""


def hook(kind: Any, verb: Any, call: Any) -> HookContract:
    return HookContract(kind.__name__, verb, call.__name__, call, HERE)


async def _ana(shop: Shop) -> Any:
    return await shop.put(Person, email="ana@example.org", name="Ana")


async def test_a_create_hook_may_refuse_and_change(open_shop: Any) -> None:
    """It sees the new row, complete, before anything is written, as the caller."""
    async def tidy(new: Task, ctx: AnyCtx) -> None:
        if len(new.title) < 3:
            raise TooShort
        assert isinstance(ctx.me, Person)
        assert new.owner.id == ctx.me.id
        new.title = new.title.strip()

    shop = await open_shop(contract(hooks=(hook(Task, "create", tidy),)))
    who = await _ana(shop)
    with pytest.raises(TooShort):
        await shop.call("task.create", who, title="a")
    answer = await shop.call("task.create", who, title=" abc ")
    (task,) = await shop.values("Task")
    assert (answer.status, answer.headers, task.title) == (201, (("Location", f"/v1/tasks/{task.id}"),), "abc")
    assert b'"title":"abc"' in answer.body


async def test_an_update_hook_compares_old_and_new(open_shop: Any) -> None:
    """Both rows are there; the old one cannot be written."""
    seen: list[tuple[str, str]] = []

    async def compare(new: Shelf, old: Shelf, ctx: AnyCtx) -> None:
        seen.append((old.name, new.name))
        new.note = f"was {old.name}"

    shop = await open_shop(contract(hooks=(hook(Shelf, "update", compare),)))
    who, shelf = await _ana(shop), await shop.put(Shelf, name="A")
    await shop.call("shelf.update", who, shelf, name="B")
    stored = await shop.values("Shelf", shelf)
    assert (seen, stored.name, stored.note) == ([("A", "B")], "B", "was A")


async def test_the_old_row_of_a_hook_is_not_written(open_shop: Any) -> None:
    """An assignment to it would be lost: it is an error instead, and nothing is written."""
    async def wrong(new: Shelf, old: Shelf, ctx: AnyCtx) -> None:
        old.note = "lost"

    shop = await open_shop(contract(hooks=(hook(Shelf, "update", wrong),)))
    who, shelf = await _ana(shop), await shop.put(Shelf, name="A")
    with pytest.raises(RuntimeError, match="change the new one"):
        await shop.call("shelf.update", who, shelf, name="B")
    assert (await shop.values("Shelf", shelf)).name == "A"


async def test_a_delete_hook_may_refuse(open_shop: Any) -> None:
    """It sees the row that would go."""
    async def keep(old: Shelf, ctx: AnyCtx) -> None:
        if old.stock:
            raise Conflict("NOT_EMPTY")

    shop = await open_shop(contract(hooks=(hook(Shelf, "delete", keep),)))
    who, full, empty = await _ana(shop), await shop.put(Shelf, name="A", stock=1), await shop.put(Shelf, name="B")
    with pytest.raises(Conflict, match="NOT_EMPTY"):
        await shop.call("shelf.delete", who, full)
    assert (await shop.call("shelf.delete", who, empty)).status == 204
    assert [one.name for one in await shop.values("Shelf")] == ["A"]


async def test_hooks_are_asked_for_whoever_writes(open_shop: Any) -> None:
    """An action, a set change, a hook of another resource and the system are asked too; each row once per verb."""
    asked: list[str] = []

    async def count_orders(new: Order, ctx: AnyCtx) -> None:
        asked.append("order")
        shelf = await new.shelf
        shelf.note = f"{shelf.note}o"

    async def see_shelf(new: Shelf, old: Shelf, ctx: AnyCtx) -> None:
        asked.append(f"shelf {new.name}")
        new.note = f"{new.note}s"

    async def touch_all(kind: Any, ctx: Any, services: Any, args: Any) -> None:
        from bedplate.declarations.puts import Put

        Shelf.where().update(ctx, Put("note", "-"))

    hooks = (hook(Order, "create", count_orders), hook(Shelf, "update", see_shelf))
    shop = await open_shop(contract(hooks=hooks, actions=(*ACTIONS, action("Shelf", "touch_all", touch_all, instance=False, result=None))))
    who, shelf = await _ana(shop), await shop.put(Shelf, name="A", stock=5)
    await shop.put(Shelf, name="B")
    await shop.call("shelf.buy", who, shelf, pieces=1)
    assert sorted(asked) == ["order", "shelf A"]
    assert (await shop.values("Shelf", shelf)).note in ("os", "so")
    asked.clear()
    await shop.call("shelf.touch_all", who)
    assert sorted(asked) == ["shelf A", "shelf B"]
    assert {one.note for one in await shop.values("Shelf")} == {"-s"}


async def test_hooks_that_go_round_in_circles_end(open_shop: Any) -> None:
    """Each new row makes another one: stopped as an error, nothing is written."""
    async def again(new: Shelf, ctx: AnyCtx) -> None:
        ctx.add(Shelf(name=f"{new.name}x"))

    shop = await open_shop(contract(hooks=(hook(Shelf, "create", again),)))
    who = await _ana(shop)
    with pytest.raises(RuntimeError, match="circles"):
        await shop.call("shelf.create", who, name="A")
    assert await shop.values("Shelf") == []


async def test_a_hooked_write_keeps_the_rules_of_the_verb(open_shop: Any) -> None:
    """404 for what cannot be seen, 403 for what may not be done; moves, preconditions and stamps as without a hook."""
    ran: list[str] = []

    async def note(new: Any, *rest: Any) -> None:
        ran.append("ran")

    hooks = tuple(hook(kind, verb, note) for kind in (Task, Order) for verb in ("create", "update", "delete"))
    shop = await open_shop(contract(hooks=hooks))
    who, other = await _ana(shop), await shop.put(Person, email="b@example.org", name="Ben")
    task = await shop.call("task.create", who, title="abc")
    (stored,) = await shop.values("Task")
    ran.clear()
    for verb, sent in (("update", {"title": "x"}), ("delete", {})):
        with pytest.raises(NotFound):
            await shop.call(f"task.{verb}", other, stored.id, **sent)
    assert ran == []
    with pytest.raises(Forbidden):
        await shop.call("order.create", who, customer=who, shelf=await shop.put(Shelf, name="A"), pieces=1)
    with pytest.raises(Conflict, match="ILLEGAL_MOVE"):
        await shop.call("task.update", who, stored.id, state=State.CLOSED)
    for match in (("7",), ("",)):
        for verb, sent in (("update", {"title": "y"}), ("update", {}), ("delete", {})):
            with pytest.raises(Exception) as refused:
                await shop.call(f"task.{verb}", who, stored.id, match=match, **sent)
            assert getattr(refused.value, "status", None) == 412
    shop.travel(timedelta(minutes=1))
    changed = await shop.call("task.update", who, stored.id, match=("1",), title="new")
    (again,) = await shop.values("Task")
    assert (again.title, again.updated_at, again.created_at) == ("new", shop.now(), stored.created_at)
    assert changed.etag is not None
    assert changed.etag.startswith('"2-')
    assert task.etag is not None
    assert (await shop.call("task.delete", who, stored.id, match=("2",))).status == 204
