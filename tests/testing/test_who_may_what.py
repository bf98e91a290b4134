"""The table of who may do what: every rule that is loosened or tightened changes a line of it."""
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bedplate import App, Expr, Field, Ref, Resource, User, allow, always, field, ref
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
