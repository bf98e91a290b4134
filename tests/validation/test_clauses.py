"""Groups, fields of other rows, rows of relations: what is canonical, what is refused."""
from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest

from bedplate.declarations.contract import SortKey
from bedplate.validation.query import FILTERS_MAX, prepare_query
from bedplate.validation.refusals import InvalidInput
from bedplate.values import Condition, Group, RelatedRows

from .sample import BY_ID, CONTRACT, KEY

LIST = prepare_query(CONTRACT, KEY)(BY_ID["ticket.list"], "list")
ONE = prepare_query(CONTRACT, KEY)(BY_ID["ticket.read"], "one")


def faults(query: str, read: Any = LIST) -> list[tuple[str, str]]:
    with pytest.raises(InvalidInput) as refused:
        read(query)
    return [(detail.place, detail.rule) for detail in refused.value.details]


def test_a_group_is_conditions_in_slots() -> None:
    """Nested groups, lists and escapes; an `and` or `or` of one is that one; a `not` of several denies them together."""
    selection, slots = LIST(r"or=(votes.gt=3,and(title=a\,b\(\),open=true),not(priority.in=(low,urgent),and(votes=1)))")
    assert selection.where == (Group("or", (
        Group("and", (Condition("open", "eq", 0), Condition("title", "eq", 1))),
        Group("not", (Group("and", (Condition("votes", "eq", 2), Condition("priority", "in", 3))),)),
        Condition("votes", "gt", 4),
    )),)  # fmt: skip
    assert slots[:5] == (True, "a,b()", 1, ("low", "urgent"), 3)
    assert LIST("or=(votes=1)")[0].where == LIST("and=(votes=1)")[0].where == LIST("votes=1")[0].where


def test_the_order_of_terms_is_no_part_of_the_shape() -> None:
    """Equal questions are one selection, whatever stands first."""
    terms = ("votes=1", "open=true", "or(votes=2,title=a)", "not(votes=3)")
    assert len({LIST(f"or=({','.join(order)})")[0] for order in permutations(terms)}) == 1
    assert LIST("or=(votes=1,votes=2)")[0] == LIST("or=(votes=5,votes=4)")[0]


@pytest.mark.parametrize(("query", "expected"), [
    ("or=", [("query.or", "group")]),
    ("or=votes=1", [("query.or", "group")]),
    ("or=()", [("query.or", "group")]),
    ("or=(votes)", [("query.or", "group")]),
    ("or=(votes=1", [("query.or", "group")]),
    ("or=(votes=1))", [("query.or", "group")]),
    ("or=(votes=1,)", [("query.or", "group")]),
    ("or=(votes=1 )x", [("query.or", "group")]),
    ("or=(title=a(b)", [("query.or", "group")]),
    ("or=(title=a\\b)", [("query.or", "escape")]),
    ("or=(title=(a,b))", [("query.or.title", "group")]),  # a list without `in`
    ("or=(title.in=a)", [("query.or.title.in", "group")]),
    ("or=(or=(votes=1))", [("query.or.or", "group")]),
    ("or=(and())", [("query.or.and", "group")]),
    ("or=(xor(votes=1))", [("query.or.xor", "group")]),
    ("or=(limit=1)", [("query.or.limit", "unknown")]),
    ("or=(body=a)", [("query.or.body", "unknown")]),
    ("or=(warned.isnull=true)", [("query.or.warned.isnull", "unknown")]),  # hidden
    ("or=(votes=a,open=b)", [("query.or.votes", "integer"), ("query.or.open", "boolean")]),
    ("or=(title.like=a)", [("query.or.title.like", "operator")]),
    ("or=(title.contains=a)", [("query.or.title.contains", "operator")]),  # not declared
    ("title.contains=a", [("query.title.contains", "operator")]),
    ("or=(not(and(or(not(votes=1)))))", [("query.or", "depth")]),
    ("not=(votes=1)&not=(votes=2)", [("query.not", "repeated")]),
    ("author.password=a", [("query.author.password", "unknown")]),  # hidden there
    ("author.name.like=a", [("query.author.name.like", "unknown")]),
    ("sort=author.password", [("query.sort", "unknown")]),
    ("sort=comments.id", [("query.sort", "unknown")]),
    ("author.tickets.any=x", [("query.author.tickets.any", "group")]),
    ("author.tickets.any=(body=x)", [("query.author.tickets.any.body", "unknown")]),
    ("comments.any=()", [("query.comments.any", "unknown")]),  # its reference is no filter
    ("author.tickets.any=(author.tickets.any(votes=1))", [("query.author.tickets.any.author.tickets.any", "depth")]),
    ("comments.some=()", [("query.comments.some", "unasked")]),
    ("count=all", [("query.count", "enum")]),
    ("count=exact", [("query.count", "enum")]),  # not declared
    ("count=", [("query.count", "enum")]),
])  # fmt: skip
def test_what_was_not_declared_is_refused(query: str, expected: list[tuple[str, str]]) -> None:
    """Each with its place and the rule that it breaks."""
    assert faults(query) == expected


@pytest.mark.parametrize("query", ["or=(votes=1)", "author.id.isnull=true", "count=capped", "author.tickets.any=()"])
def test_one_row_is_not_filtered(query: str) -> None:
    """Reading one row takes none of it."""
    assert faults(query, ONE)[0][1] == "unknown"


def test_filters_are_counted_wherever_they_stand() -> None:
    """Twenty in all, groups included."""
    terms = ",".join(f"votes={number}" for number in range(FILTERS_MAX))
    LIST(f"or=({terms})")
    assert faults(f"or=({terms})&title=a") == [("query", "max")]
    assert faults(f"or=({terms})&author.tickets.none=()") == [("query", "max")]


def test_fields_of_other_rows_and_rows_of_relations_are_named_by_their_way() -> None:
    """Over references that are filters; a relation asks for any of its rows or none."""
    selection, slots = LIST("author.tickets.none=(votes=1)&author.id=0198a3f0-1111-7222-8333-444455556666&sort=-author.id")
    assert selection.where == (Condition("author.id", "eq", 0), RelatedRows("author.tickets", "none", (Condition("votes", "eq", 1),)))
    assert selection.sort[0] == SortKey("author.id", True)
    assert len(slots) == 3


def test_refusals_do_not_repeat_what_was_sent() -> None:
    """Neither values nor names that are no plain words."""
    with pytest.raises(InvalidInput) as refused:
        LIST("or=(votes=hunter2,hunter2;x=1)&author.tickets.any=(hunter2)&sort=author.hunter2&count=hunter2")
    assert "hunter2" not in repr([(one.place, one.parameters, one.words) for one in refused.value.details])
