"""A database brought to its declarations: made, left alone, added to, or refused in words with nothing changed."""
from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import apsw
import pytest

from bedplate.declarations.contract import Contract
from bedplate.errors import DeclarationFault
from bedplate.storage.setup import create_or_extend

HEAD = '''
"""Notes."""
from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from bedplate import App, Expr, Field, Many, Ref, Resource, User, check, computed, field, index, many, ref, unique


class Person(User):
    pass


'''
NOTE = '''class Note(Resource):
    title: Field[str] = field(max=20)
    count: Field[int] = field(default=0)
'''
TAIL = '\n\napp = App(__name__, accounts=Person)\n'

Declare = Callable[[str], Contract]


@pytest.fixture
def declare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Declare:
    """The contract of these resources, written to a file as a developer would."""

    def contract(body: str) -> Contract:
        text, path = HEAD + body + TAIL, tmp_path / "notes_declared.py"
        path.write_text(text)
        module = ModuleType("notes_declared")
        module.__file__ = str(path)
        monkeypatch.setitem(sys.modules, "notes_declared", module)
        exec(compile(text, str(path), "exec", dont_inherit=True), vars(module))
        found: Contract = module.__dict__["app"].contract
        return found

    return contract


@pytest.fixture
def database(tmp_path: Path, declare: Declare) -> Path:
    """Made for `NOTE`, with one row."""
    path = tmp_path / "notes.db"
    create_or_extend(path, declare(NOTE), allow=True)
    run(path, "INSERT INTO note (id, created_at, updated_at, title, count) VALUES ('a', '2026', '2026', 'first', 3)")
    return path


def run(path: Path, statement: str) -> list[tuple[object, ...]]:
    connection = apsw.Connection(str(path))
    rows = connection.execute(statement).fetchall()
    connection.close()
    return rows


def everything(path: Path) -> list[tuple[object, ...]]:
    """All that is declared in the file, and what was noted of it."""
    return run(path, "SELECT type, name, sql FROM sqlite_schema ORDER BY name") + run(path, "SELECT * FROM bedplate_schema ORDER BY 1, 2")


def refused(path: Path, contract: Contract, *, allow: bool = True) -> list[tuple[str, str, str]]:
    """Code, words and cure of each fault; and the file is as it was."""
    before = everything(path)
    with pytest.raises(DeclarationFault) as fault:
        create_or_extend(path, contract, allow=allow)
    assert everything(path) == before
    assert all(one.place.file.endswith("notes_declared.py") and one.place.line > 1 for one in fault.value.faults)
    return [(one.code, one.what, one.cure) for one in fault.value.faults]


# ---- fits, or is added to
def test_what_fits_is_left_alone(database: Path, declare: Declare) -> None:
    """A second start does nothing, and may do nothing."""
    before = everything(database)
    assert create_or_extend(database, declare(NOTE), allow=True) == []
    assert create_or_extend(database, declare(NOTE), allow=False) == []
    assert everything(database) == before


def test_a_missing_file_is_made(tmp_path: Path, declare: Declare) -> None:
    """Tables and indexes, each in words."""
    done = create_or_extend(tmp_path / "new.db", declare(NOTE), allow=True)
    assert done[:2] == ["table person", "table note"]
    assert all(one.startswith(("table ", "index ")) for one in done)


@pytest.mark.parametrize(("body", "done", "kept"), [
    (NOTE + "    body: Field[str | None] = field(max=9, default=None)\n", ["column note.body"], "SELECT body IS NULL FROM note"),
    (NOTE + "    done: Field[bool] = field(default=False)\n", ["column note.done"], "SELECT done = 0 FROM note"),
    (NOTE + "    done: Field[bool | None] = field(default=None)\n", ["column note.done"], "SELECT done IS NULL FROM note"),
    (NOTE + "    price: Field[Decimal] = field(places=2, default=Decimal('1.50'))\n", ["column note.price"], "SELECT price = 150 FROM note"),
    (NOTE + "    by: Ref[Person | None] = ref(default=None)\n", ["column note.by", "index note__by"], "SELECT \"by\" IS NULL FROM note"),
    (NOTE.replace("field(max=20)", "field(max=20, filter=True)"), ["index note__title__id"], "SELECT title = 'first' FROM note"),
    (NOTE + "    several = index(title, count)\n", ["index note__title__count"], "SELECT 1"),
    (NOTE.replace("max=20", "max=20, unique=True"), ["index note_title_once"], "SELECT 1"),
    (NOTE + "    @computed(sort=True)\n    @classmethod\n    def double(cls) -> Expr[int]:\n        return cls.count + cls.count\n",
     ["column note.double", "index note__double__id"], "SELECT double = 6 FROM note"),
    (NOTE + "\n\nclass Other(Resource):\n    title: Field[str] = field(max=20)\n", ["table other", "index other__id"], "SELECT count(*) = 0 FROM other"),
], ids=["nullable", "default", "boolean that may be null", "decimal default", "reference", "filter", "index", "unique", "stored computed", "table"])  # fmt: skip
def test_what_only_adds_is_added(database: Path, declare: Declare, body: str, done: list[str], kept: str) -> None:
    """To rows that exist too, which keep what they have; and only where it is allowed."""
    contract = declare(body)
    ((code, words, cure),) = refused(database, contract, allow=False)
    assert (code, cure) == ("SCHEMA_BEHIND", "run it once with `bedplate dev`, which adds them")
    assert words.endswith(f"thing(s): {done[0]}")
    assert [one for one in create_or_extend(database, contract, allow=True) if one != "index other__id"] == [one for one in done if one != "index other__id"]
    assert run(database, kept) == [(1,)]
    assert run(database, "SELECT title, count FROM note") == [("first", 3)]
    assert create_or_extend(database, contract, allow=False) == []


# ---- everything else is refused
MIGRATION = "undo it; changing what exists needs a migration"
AGAIN = "declare it again; renaming and removing need a migration"
ADD = "let it be nullable or give it a default; all else needs a migration, or, where its rows do not matter, a new database file"


@pytest.mark.parametrize(("body", "faults"), [
    (NOTE.replace("    count: Field[int] = field(default=0)\n", ""), [("COLUMN_GONE", "note: column count is no longer declared", AGAIN)]),
    (NOTE.replace("title", "name"), [
        ("COLUMN_GONE", "note: column title is no longer declared", AGAIN),
        ("NOT_ADDITIVE", "note: column name cannot be added to rows that exist", ADD)]),
    (NOTE.replace("count: Field[int] = field(default=0)", "count: Field[str] = field(max=9, default='0')"), [
        ("COLUMN_CHANGED", """note: column count was "count" INTEGER NOT NULL DEFAULT 0 and is now "count" TEXT NOT NULL DEFAULT '0'""", MIGRATION)]),
    (NOTE.replace("Field[int]", "Field[int | None]"), [
        ("COLUMN_CHANGED", 'note: column count was "count" INTEGER NOT NULL DEFAULT 0 and is now "count" INTEGER DEFAULT 0', MIGRATION)]),
    (NOTE + "    body: Field[str] = field(max=9)\n", [("NOT_ADDITIVE", "note: column body cannot be added to rows that exist", ADD)]),
    (NOTE + "    by: Ref[Person] = ref()\n", [("NOT_ADDITIVE", "note: column by cannot be added to rows that exist", ADD)]),
    (NOTE + "    @classmethod\n    @check\n    def some(cls) -> Expr[bool]:\n        \"\"\"Some.\"\"\"\n        return cls.count > 0\n", [
        ("NOT_ADDITIVE", "note: check some cannot be added to rows that exist", ADD)]),
    (NOTE.replace("class Note", "class Remark"), [("TABLE_GONE", "the table note is no longer declared", AGAIN)]),
], ids=["removed", "renamed", "retyped", "nullable now", "not null", "reference not null", "check", "table renamed"])  # fmt: skip
def test_what_does_not_only_add_is_refused(database: Path, declare: Declare, body: str, faults: list[tuple[str, str, str]]) -> None:
    """Each in words, with what to do instead; all in one report; no part of it is done."""
    contract = declare(body)
    assert refused(database, contract) == refused(database, contract, allow=False) == faults


def test_a_boolean_that_was_added_is_one(database: Path, declare: Declare) -> None:
    """The rule of its type comes with the column."""
    create_or_extend(database, declare(NOTE + "    done: Field[bool] = field(default=False)\n"), allow=True)
    with pytest.raises(apsw.ConstraintError, match="done_is_boolean"):
        run(database, "UPDATE note SET done = 2")


def test_a_unique_set_that_is_gone_or_changed_is_refused(database: Path, declare: Declare) -> None:
    """Dropping it would let in what was kept out."""
    create_or_extend(database, declare(NOTE.replace("max=20", "max=20, unique=True")), allow=True)
    assert refused(database, declare(NOTE)) == [("UNIQUE_CHANGED", "note: unique note_title_once is no longer declared as it was", MIGRATION)]


def test_rows_that_break_what_is_added_are_named(database: Path, declare: Declare) -> None:
    """A unique set over rows that are not: nothing is added."""
    run(database, "INSERT INTO note (id, created_at, updated_at, title) VALUES ('b', '2026', '2026', 'first')")
    assert refused(database, declare(NOTE.replace("max=20", "max=20, unique=True"))) == [
        ("ROWS_BREAK_IT", "index note_title_once cannot be added: rows that exist break it", "correct the rows first, or leave it out")]


def test_a_table_of_somebody_else_is_not_taken(tmp_path: Path, declare: Declare) -> None:
    """Made by another program, or by hand."""
    path = tmp_path / "other.db"
    run(path, "CREATE TABLE note (a)")
    with pytest.raises(DeclarationFault, match="a table note exists that was not made by this application"):
        create_or_extend(path, declare(NOTE), allow=True)
    assert run(path, "SELECT name FROM sqlite_schema") == [("note",)]


def test_an_adopted_table_is_looked_at_only(tmp_path: Path, declare: Declare) -> None:
    """It must be there with its columns; it is never changed."""
    path, contract = tmp_path / "old.db", declare(NOTE.replace("(Resource)", '(Resource, table="old_notes")'))
    with pytest.raises(DeclarationFault, match="there is no table old_notes to adopt"):
        create_or_extend(path, contract, allow=True)
    run(path, "CREATE TABLE old_notes (id TEXT PRIMARY KEY, created_at TEXT, updated_at TEXT, title TEXT)")
    with pytest.raises(DeclarationFault, match="the table old_notes has no column count"):
        create_or_extend(path, contract, allow=True)
    run(path, "ALTER TABLE old_notes ADD COLUMN count INTEGER")
    before = run(path, "SELECT sql FROM sqlite_schema WHERE name = 'old_notes'")
    create_or_extend(path, contract, allow=True)
    assert run(path, "SELECT sql FROM sqlite_schema WHERE name = 'old_notes'") == before
    assert run(path, "SELECT name FROM sqlite_schema WHERE tbl_name = 'old_notes' AND type = 'index' AND sql IS NOT NULL") == []
