"""The table of who may do what: every rule that is loosened or tightened changes a line of it."""
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bedplate import App, Expr, Field, Many, Ref, Resource, User, allow, always, field, many, put, ref, unique
from bedplate.testing import Bed
from bedplate.testing.template import Template

KEPT = Path(__file__).with_name("who_may_what.txt")


async def test_the_table_of_the_sample(bed: Bed) -> None:
    """Read line by line: strangers, roles, own rows by each reference, the tenant, parts, and what could not be made up."""
    await bed.who_may_what(KEPT)


async def test_a_table_that_is_missing_is_written_and_fails(bed: Bed, tmp_path: Path) -> None:
    """Nobody has read it yet."""
    path = tmp_path / "table.txt"
    with pytest.raises(AssertionError, match=r"table\.txt was written: read it"):
        await bed.who_may_what(path)
    assert path.read_text() == KEPT.read_text()


def nobody(cls: Any, me: Any) -> Expr[bool]:
    return cls.writer.id.is_null()


def everybody(cls: Any, me: Any) -> Expr[bool]:
    return always


def the_writer(cls: Any, me: Any) -> Expr[bool]:
    return cls.writer.id == me.id


def the_boss(cls: Any, me: Any) -> Expr[bool]:
    return me.boss


def shop(rule: Callable[[Any, Any], Expr[bool]], *verbs: str) -> App:
    class Shop(Resource):
        name: Field[str] = field(max=20)

    class Person(User, tenant="shop"):
        shop: Ref[Shop] = ref()
        boss: Field[bool] = field(default=False)

    class Note(Resource, tenant="shop"):
        shop: Ref[Shop] = ref()
        writer: Ref[Person] = ref()
        text: Field[str] = field(max=20)

        @allow("read")
        @classmethod
        def own(cls, me: type[Person]) -> Expr[bool]:
            return cls.writer.id == me.id

        @allow(*verbs)
        @classmethod
        def tried(cls, me: type[Person]) -> Expr[bool]:
            return rule(cls, me)

    return App(Shop, Person, Note, accounts=Person)


async def table_of(app: App, folder: Path) -> list[str]:
    folder.mkdir()
    bed = Bed(Template(app, folder), folder, {})
    try:
        with pytest.raises(AssertionError):
            await bed.who_may_what(folder / "table.txt")
    finally:
        await bed.close()
    return [" ".join(line.split()) for line in (folder / "table.txt").read_text().splitlines()]


@pytest.mark.parametrize(("rule", "verb", "line"), [
    (everybody, "read", "Note.read Person writer is me: yes, another's: yes, another tenant's: no"),
    (everybody, "delete", "Note.delete Person writer is me: yes, another's: yes, another tenant's: no"),
    (the_writer, "delete", "Note.delete Person writer is me: yes, another's: no, another tenant's: no"),
    (the_boss, "update", "Note.update Person boss=true writer is me: yes, another's: yes, another tenant's: no"),
])
async def test_a_loosened_rule_changes_its_line(rule: Any, verb: str, line: str, tmp_path: Path) -> None:
    """And no line of another verb; a field that rules ask of the caller is a role."""
    strict = await table_of(shop(nobody, "update"), tmp_path / "strict")
    loose = await table_of(shop(rule, verb), tmp_path / "loose")
    assert line in loose and line not in strict
    assert {one.split(" ")[0] for one in loose if one not in strict and "boss" not in one} <= {f"Note.{verb}"}


async def test_what_differs_is_told_line_by_line(bed: Bed, tmp_path: Path) -> None:
    """As it was and as it is."""
    path = tmp_path / "table.txt"
    lines = KEPT.read_text().splitlines()
    wrong = next(number for number, line in enumerate(lines) if "yes" in line)
    path.write_text("\n".join([*lines[:wrong], lines[wrong].replace("yes", "no", 1), *lines[wrong + 1:]]) + "\n")
    with pytest.raises(AssertionError, match="BEDPLATE_WRITE_TABLE=1") as told:
        await bed.who_may_what(path)
    assert f"+{lines[wrong]}" in str(told.value)


def club() -> App:
    class Club(Resource):
        name: Field[str] = field(max=20)
        seats: Many[Seat] = many(by="club")

        @allow("read")
        @classmethod
        def seated(cls, me: type[Person]) -> Expr[bool]:
            return cls.seats.any(lambda seat: (seat.person.id == me.id) & seat.chair)

    class Person(User, tenant="club"):
        club: Ref[Club] = ref()

    class Seat(Resource, tenant="club"):
        club: Ref[Club] = ref()
        person: Ref[Person] = ref()
        chair: Field[bool] = field(default=True)
        once = unique(club, person)

        @allow("read")
        @classmethod
        def own(cls, me: type[Person]) -> Expr[bool]:
            return cls.person.id == me.id

        @allow("update")
        @classmethod
        def chairs(cls, me: type[Person]) -> Expr[bool]:
            return cls.club.seats.any(lambda seat: (seat.person.id == me.id) & seat.chair)

    return App(Club, Person, Seat, accounts=Person)


async def test_a_role_that_is_a_row_is_an_account_under_a_name(tmp_path: Path) -> None:
    """Beside the generated callers, on rows of its own tenant; where only one row can be the caller's, it is the one that there is.
    A seat that was made up for a caller opens nothing but itself: other rows were asked about before."""
    app = club()
    kinds = {one.name: one.kind for one in app.contract.resources.values()}
    person, seat = kinds["Person"], kinds["Seat"]
    bed = Bed(Template(app, tmp_path), tmp_path, {})
    try:
        chair, member = await bed.make(person), await bed.make(person)
        await bed.make(seat, put(seat.person, chair), put(seat.club, await chair.club), put(seat.chair, True))
        await bed.make(seat, put(seat.person, member), put(seat.club, await member.club), put(seat.chair, False))
        with pytest.raises(AssertionError):
            await bed.who_may_what(tmp_path / "table.txt", chair=chair, member=member)
    finally:
        await bed.close()
    lines = [" ".join(line.split()) for line in (tmp_path / "table.txt").read_text().splitlines()]
    assert "Club.read Person the own tenant: no, another tenant's: no" in lines
    assert "Seat.update Person person is me: yes, another's: no, another tenant's: no" in lines
    assert "Club.read chair the own tenant: yes, another tenant's: no" in lines
    assert "Club.read member the own tenant: no, another tenant's: no" in lines
    assert "Seat.read chair person is me: yes, another's: no, another tenant's: no" in lines
    assert "Seat.update chair person is me: yes, another's: yes, another tenant's: no" in lines
    assert "Seat.update member person is me: no, another's: no, another tenant's: no" in lines
