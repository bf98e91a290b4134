"""`contract.lock.json`: names keep their ids, ids are never given again, and a broken file is refused in words."""
from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bedplate import App, Expr, Field, Resource, computed, field
from bedplate.declarations.application import AppDeclaration
from bedplate.declarations.compile import compile_contract
from bedplate.declarations.contract import Contract
from bedplate.declarations.lock import Lock, lock_document, read_lock
from bedplate.errors import DeclarationFault, Place

_NAMES = ("title", "body", "number", "colour", "weight", "owner")


def _compiled(names: tuple[str, ...], lock: Lock | None = None) -> Contract:
    """An application of one resource with these fields, in this order."""
    members: dict[str, Any] = {name: field(max=20) for name in names}
    annotations = {name: Field[str] for name in names}
    thing = type("Thing", (Resource,), {"__annotations__": annotations, "__module__": __name__, **members})
    return compile_contract(AppDeclaration(Place(__file__, 1), (thing,)), lock)


def _text(contract: Contract) -> str:
    return json.dumps(lock_document(contract), indent=1, sort_keys=True) + "\n"


def _ids(contract: Contract) -> dict[str, int]:
    return {name: one.id for name, one in contract.resources["Thing"].fields.items()}


def _refused(text: str | bytes) -> str:
    with pytest.raises(DeclarationFault) as caught:
        read_lock(text)
    return str(caught.value)


def test_ids_do_not_depend_on_the_order_of_fields() -> None:
    """Fields that change places keep their ids, and the file stays the same byte for byte."""
    first = _compiled(("title", "body", "number"))
    again = _compiled(("number", "title", "body"), read_lock(_text(first)))
    assert _ids(again) == _ids(first)
    assert again.resources["Thing"].id == first.resources["Thing"].id
    assert _text(again) == _text(first)


def test_a_new_field_gets_an_id_that_was_never_given() -> None:
    """Whatever stands before it, those of the others stay."""
    first = _compiled(("title", "body"))
    more = _compiled(("colour", "title", "body"), read_lock(_text(first)))
    assert {name: number for name, number in _ids(more).items() if name != "colour"} == _ids(first)
    assert _ids(more)["colour"] == first.next_id


def test_the_id_of_a_removed_field_is_never_given_again() -> None:
    """Not to another field, and not to the field itself when it comes back: what was kept under the id is of the old one."""
    first = _compiled(("title", "body"))
    less = _compiled(("title",), read_lock(_text(first)))
    back = _compiled(("title", "body", "colour"), read_lock(_text(less)))
    assert min(_ids(back)["body"], _ids(back)["colour"]) >= first.next_id


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(st.lists(st.sampled_from(_NAMES), unique=True, min_size=1), min_size=1, max_size=6))
def test_no_history_gives_one_id_to_two_names(history: list[list[str]]) -> None:
    """However fields come, go and change places: who stays keeps its id, who comes gets one that nobody ever had."""
    lock, ever = Lock(), set[int]()
    before: dict[str, int] = {}
    for names in history:
        contract = _compiled(tuple(names), lock)
        ids = _ids(contract)
        assert {name: ids[name] for name in ids if name in before} == {name: before[name] for name in ids if name in before}
        fresh = {number for name, number in ids.items() if name not in before}
        assert not fresh & ever
        ever |= fresh | {contract.resources["Thing"].id}
        text = _text(contract)
        lock, before = read_lock(text), ids
        assert _text(_compiled(tuple(names), lock)) == text


def test_computed_fields_have_ids_too() -> None:
    """A computed field is a name of the API like any other."""
    class Thing(Resource):
        title: Field[str] = field(max=20)

        @computed
        @classmethod
        def shout(cls) -> Expr[str]:
            return cls.title + "!"

    contract = compile_contract(AppDeclaration(Place(__file__, 1), (Thing,)))
    lock = read_lock(_text(contract))
    assert lock.fields["Thing", "shout"] == contract.resources["Thing"].computed["shout"].id


def test_the_file_is_written_whole_and_only_where_it_changes(tmp_path: Path) -> None:
    """A second writing leaves the file alone, and nothing else stays in the folder."""
    class Thing(Resource):
        title: Field[str] = field(max=20)

    app = App(Thing)
    app.write_lock(tmp_path)
    path = tmp_path / "contract.lock.json"
    os.utime(path, (1, 1))
    app.write_lock(tmp_path)
    assert path.stat().st_mtime == 1
    assert [one.name for one in tmp_path.iterdir()] == ["contract.lock.json"]
    assert read_lock(path.read_bytes()).resources == {"Thing": 1}


def test_no_file_is_an_application_that_was_never_locked() -> None:
    """The first ids are given then."""
    assert read_lock("") == read_lock(b" \n") == Lock()


_GOOD = _text(_compiled(("title", "body")))
_LINES = _GOOD.splitlines()
_TITLE = next(number for number, line in enumerate(_LINES, 1) if '"title"' in line)
_CURE = "\n    restore contract.lock.json from version control; it is written by `bedplate dev`, not by hand"
_MERGED = "\n    take one side's contract.lock.json whole; `bedplate dev` gives the names of the other new ids"


@pytest.mark.parametrize(("text", "report"), [
    ("{", "1: D910: contract.lock.json is no JSON (Expecting property name enclosed in double quotes)" + _CURE),
    (_GOOD.replace('"fields": {', '"fields": [', 1), None),
    ("[" * 100_000, "1: D910: contract.lock.json is nested too deep" + _CURE),
    ("[]", "1: D910: contract.lock.json holds something else than names and ids" + _CURE),
    ("{}", "1: D910: contract.lock.json lacks 'format'" + _CURE),
    ('{"format": 1, "resources": {}}', "1: D910: contract.lock.json lacks 'next'" + _CURE),
    ('{"format": 1, "next": true, "resources": {}}', "1: D910: contract.lock.json holds something else than names and ids" + _CURE),
    ('{\n "format": 9}', "2: D910: contract.lock.json has the format 9, which this version of Bedplate does not know\n    use the version that wrote it, or a newer one"),
    (b'{\n "form\xff', "2: D910: contract.lock.json is no UTF-8 text" + _CURE),
    ('{"format": 1,\n"next": 2,\n"next": 3, "resources": {}}', "3: D910: contract.lock.json names 'next' twice in one place" + _MERGED),
    ('{\n "format": 1,\n<<<<<<< HEAD\n "next": 3', "3: D910: contract.lock.json holds an unfinished merge" + _MERGED),
])
def test_a_corrupt_file_is_refused_with_the_line_and_a_cure(text: str | bytes, report: str | None) -> None:
    """Nothing is guessed: a lost id would make one field's history another's."""
    said = _refused(text)
    if report is not None:
        assert said == f"contract.lock.json:{report}"
    assert said.startswith("contract.lock.json:")


def test_one_id_for_two_names_is_refused() -> None:
    """What a merge of two branches leaves, each of which added a field: both names and the line of the second are told."""
    broken = json.loads(_GOOD)
    fields = broken["resources"]["Thing"]["fields"]
    fields["title"]["id"] = fields["body"]["id"]
    number = fields["body"]["id"]
    assert _refused(json.dumps(broken, indent=1, sort_keys=True)) == (
        f"contract.lock.json:{_TITLE}: D911: contract.lock.json gives the id {number} to Thing.body and to Thing.title{_MERGED}")


def test_an_id_that_is_still_free_is_refused() -> None:
    """It would be given to another name at the next change."""
    broken = json.loads(_GOOD)
    broken["resources"]["Thing"]["fields"]["title"]["id"] = broken["next"]
    assert _refused(json.dumps(broken, indent=1, sort_keys=True)) == (
        f"contract.lock.json:{_TITLE}: D911: contract.lock.json gives Thing.title the id {broken['next']}, which is not below `next` ({broken['next']}){_CURE}")


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.integers(0, len(_GOOD) - 1), st.sampled_from(["", "0", '"', "{", "}", ",", "-", "\n", "9", "null"]))
def test_no_change_of_a_character_is_a_crash(at: int, other: str) -> None:
    """A damaged file is read as a lock or refused in words, never anything else."""
    try:
        read_lock(_GOOD[:at] + other + _GOOD[at + 1:])
    except DeclarationFault as fault:
        assert str(fault).startswith("contract.lock.json:")
