"""At boot: a rule that would read a whole table for each row is refused, with the index that it lacks."""
from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import apsw
import pytest
from helpdesk_bed import example

from bedplate.errors import DeclarationFault
from bedplate.storage.rule_plans import refuse_scanning_rules
from bedplate.storage.setup import create_or_extend
from bedplate.storage.sqlite import Database

SOURCE = '''
"""An old table of members, adopted."""
from __future__ import annotations

from bedplate import App, Expr, Field, Many, Ref, Resource, Numbered, User, allow, field, many, ref


class Person(User):
    clubs: Many[Member] = many(by="person")

    @classmethod
    @allow("read")
    def themselves(cls, me: type[Person]) -> Expr[bool]:
        return cls.id == me.id


class Club(Resource):
    name: Field[str] = field(max=20)
    members: Many[Member] = many(by="club")

    @classmethod
    @allow("read")
    def for_members(cls, me: type[Person]) -> Expr[bool]:
        return cls.members.any(lambda member: member.person.id == me.id)


class Member(Numbered, table="old_members"):
    club: Ref[Club] = ref()
    person: Ref[Person] = ref()


app = App(__name__, accounts=Person)
'''


@pytest.fixture
def declared(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """The module, in a file: rules are read as source."""
    path = tmp_path / "clubs_declared.py"
    path.write_text(SOURCE)
    module = ModuleType("clubs_declared")
    module.__file__ = str(path)
    monkeypatch.setitem(sys.modules, "clubs_declared", module)
    exec(compile(SOURCE, str(path), "exec", dont_inherit=True), vars(module))
    return module


def boot(declared: Any, folder: Path, *statements: str) -> None:
    """With the old table as these statements make it."""
    path = folder / "clubs.db"
    connection = apsw.Connection(str(path))
    for one in statements:
        connection.execute(one)
    connection.close()
    create_or_extend(path, declared.app.contract, allow=True)
    database = Database.open(path, synchronous="OFF", readers=1)
    try:
        refuse_scanning_rules(declared.app.contract, database)
    finally:
        database.close_now()


TABLE = "CREATE TABLE old_members (id INTEGER PRIMARY KEY, club TEXT, person TEXT, created_at TEXT, updated_at TEXT)"


def test_a_rule_over_an_unindexed_column_is_refused(declared: Any, tmp_path: Path) -> None:
    """With the file and line of the rule, and the statement that cures it; what has an index is not named."""
    with pytest.raises(DeclarationFault) as refused:
        boot(declared, tmp_path, TABLE)
    (fault,) = refused.value.faults
    assert (fault.code, fault.place.line) == ("RULE_SCANS", 1 + SOURCE[: SOURCE.index("    def for_members")].count("\n"))
    assert fault.what == "Club.for_members reads a whole table for each row that it is asked about: old_members.club has no index"
    assert fault.cure == 'run `CREATE INDEX "old_members_club" ON "old_members" ("club")`, or take another way to those rows'


def test_the_cure_cures(declared: Any, tmp_path: Path) -> None:
    """With that index the application boots."""
    boot(declared, tmp_path, TABLE, 'CREATE INDEX "old_members_club" ON "old_members" ("club")')


def test_what_we_create_has_its_indexes(tmp_path: Path) -> None:
    """The helpdesk boots, for every rule of it."""
    app, _ = example()
    boot(app, tmp_path)
