"""Queries: what is refused, what is canonical, where the limits are."""
from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from itertools import permutations
from typing import Any
from urllib.parse import quote
from uuid import UUID

import pytest

from bedplate.declarations.contract import SortKey
from bedplate.validation.cursor import make_cursor
from bedplate.validation.fields_parameter import DEPTH_MAX, FIELDS_MAX
from bedplate.validation.pairs import PAIRS_MAX
from bedplate.validation.query import FILTERS_MAX, IN_MAX, SORTS_MAX, prepare_query
from bedplate.validation.refusals import InvalidCursor, InvalidInput
from bedplate.values import Condition, Selection

from .sample import BY_ID, CONTRACT, ID, KEY, OTHER, Priority

PREPARE = prepare_query(CONTRACT, KEY)
LIST = PREPARE(BY_ID["ticket.list"], "list")
CHILDREN = PREPARE(BY_ID["ticket.comments.list"], "list")
ONE = PREPARE(BY_ID["ticket.read"], "one")
OWN = ("id", "author", "assignee", "title", "body", "priority", "price", "votes", "open", "created_at", "kind", "labels", "late")


def faults(query: str, read: Any = LIST) -> list[tuple[str, str]]:
    with pytest.raises(InvalidInput) as refused:
        read(query)
    return [(detail.place, detail.rule) for detail in refused.value.details]


# ---- refused ---------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("query", "expected"), [
    ("x=1", [("query.x", "unknown")]),
    ("body=a", [("query.body", "unknown")]),  # not declared as a filter
    ("warned.isnull=true", [("query.warned.isnull", "unknown")]),  # hidden
    ("sort=warned", [("query.sort", "unknown")]),
    ("fields=warned", [("query.fields", "unknown")]),
    ("fields=author(password)", [("query.fields.author", "unknown")]),
    ("fields=author(name(id))", [("query.fields.author", "unknown")]),
    ("fields=rev", [("query.fields", "unknown")]),
    ("rev=1", [("query.rev", "unknown")]),
    ("author.name=Ana", [("query.author.name", "unknown")]),
    ("fields=author(name)&author.name=Ana", [("query.author.name", "unknown")]),
    ("title.lt.gt=a", [("query.title.lt.gt", "unknown")]),
    ("title.like=a", [("query.title.like", "operator")]),
    ("title.isnull=true", [("query.title.isnull", "operator")]),  # never null
    ("author.gt=" + ID, [("query.author.gt", "operator")]),
    ("author.isnull=true", [("query.author.isnull", "operator")]),
    ("id.gt=" + ID, [("query.id.gt", "operator")]),
    ("priority.lt=low", [("query.priority.lt", "operator")]),
    ("open.in=true", [("query.open.in", "operator")]),
    ("priority=highest", [("query.priority", "enum")]),
    ("priority.in=low,highest", [("query.priority.in", "enum")]),
    ("votes=1.0", [("query.votes", "integer")]),
    ("votes=", [("query.votes", "integer")]),
    ("votes=1001", [("query.votes", "le")]),
    ("price=1.234", [("query.price", "places")]),
    ("author=5", [("query.author", "uuid")]),
    ("open=1", [("query.open", "boolean")]),
    ("assignee.isnull=1", [("query.assignee.isnull", "boolean")]),
    ("created_at.gt=yesterday", [("query.created_at.gt", "timestamp")]),
    (f"title={'a' * 201}", [("query.title", "max")]),
    ("title=%00", [("query", "encoding")]),
    ("title.in=a\\b", [("query.title.in", "escape")]),
    ("title.in=a\\", [("query.title.in", "escape")]),
    ("title=a&title=b", [("query.title", "repeated")]),
    ("title=a&title.eq=b", [("query.title.eq", "repeated")]),
    ("limit=1&limit=1", [("query.limit", "repeated")]),
    ("title", [("query", "parameter")]),
    ("=a", [("query", "parameter")]),
    ("&", [("query", "parameter"), ("query", "parameter")]),
    ("title=a&", [("query", "parameter")]),
    ("title=%", [("query", "encoding")]),
    ("title=%4", [("query", "encoding")]),
    ("title=%zz", [("query", "encoding")]),
    ("title=%ff", [("query", "encoding")]),
    ("title=%ed%a0%80", [("query", "encoding")]),
    ("%ff=1", [("query", "encoding")]),
    ("sort=", [("query.sort", "unknown")]),
    ("sort=body", [("query.sort", "unknown")]),
    ("sort=--title", [("query.sort", "unknown")]),
    ("sort=+title", [("query.sort", "unknown")]),
    ("sort=title,", [("query.sort", "unknown")]),
    ("sort=title,-title", [("query.sort", "repeated")]),
    ("fields=", [("query.fields", "syntax")]),
    ("fields=id,", [("query.fields", "syntax")]),
    ("fields=,id", [("query.fields", "syntax")]),
    ("fields=id,,title", [("query.fields", "syntax")]),
    ("fields=id title", [("query.fields", "syntax")]),
    ("fields=author(", [("query.fields", "syntax")]),
    ("fields=author()", [("query.fields", "syntax")]),
    ("fields=author)", [("query.fields", "syntax")]),
    ("fields=author(id))", [("query.fields", "syntax")]),
    ("fields=author(id)id", [("query.fields", "syntax")]),
    ("fields=(id)", [("query.fields", "syntax")]),
    ("fields=*(id)", [("query.fields", "syntax")]),
    ("fields=%D1%96d", [("query.fields", "syntax")]),  # a Cyrillic letter that looks like i
    ("fields=id,id", [("query.fields", "repeated")]),
    ("fields=*,*", [("query.fields", "repeated")]),
    ("fields=author(id),author(name)", [("query.fields", "repeated")]),
    ("comments.limit=5", [("query.comments.limit", "unasked")]),
    ("fields=author(id)&author.limit=5", [("query.author.limit", "unknown")]),  # a single row has no limit
    ("fields=comments(id)&comments.limit=51", [("query.comments.limit", "range")]),
    ("fields=comments(id)&comments.cursor=x", [("query.comments.cursor", "unknown")]),
    ("fields=comments(id)&comments.body=x", [("query.comments.body", "unknown")]),
    ("fields=comments(id)&comments.sort=body", [("query.comments.sort", "unknown")]),
    ("fields=comments(id)&comments.replies.limit=1", [("query.comments.replies.limit", "unasked")]),
    ("fields=comments(id)&comments=1", [("query.comments", "unknown")]),
    ("Title=a", [("query.Title", "unknown")]),
    ("TITLE.EQ=a", [("query.TITLE.EQ", "unknown")]),
])  # fmt: skip
def test_what_was_not_declared_is_refused(query: str, expected: list[tuple[str, str]]) -> None:
    """Each with its place and the rule that it breaks."""
    assert faults(query) == expected


def test_every_fault_is_told_at_once() -> None:
    """One answer holds all of them."""
    assert sorted(faults("x=1&votes=a&sort=body&limit=0&fields=nothing,title(id)")) == [
        ("query.fields", "unknown"), ("query.fields", "unknown"), ("query.limit", "range"), ("query.sort", "unknown"),
        ("query.votes", "integer"), ("query.x", "unknown"),
    ]  # fmt: skip


def test_refusals_do_not_repeat_what_was_sent() -> None:
    """Neither values nor names that are no plain words stand in an answer: they may be a secret or somebody's markup."""
    with pytest.raises(InvalidInput) as refused:
        LIST("votes=hunter2&<script>=1&author=hunter2&password%3Dhunter2=1&sort=hunter2&fields=hunter2")
    assert "hunter2" not in repr([(one.place, one.parameters, one.words) for one in refused.value.details])
    assert "script" not in repr(refused.value.details)


@pytest.mark.parametrize("limit", ["0", "-1", "+1", "01", "1.0", "1e2", "", " 1", "%31%30%31", "101", "9999999", "٣"])
def test_a_limit_is_a_number_within_the_page(limit: str) -> None:
    """1 to the maximum of the resource, in plain digits."""
    assert faults(f"limit={quote(limit, safe='%')}") == [("query.limit", "range")]


@pytest.mark.parametrize("query", ["limit=5", "sort=title", "title=a", "cursor=x", "id=" + ID])
def test_one_row_has_no_list_settings(query: str) -> None:
    """Reading one row takes `fields` and settings of nested lists, nothing else."""
    assert faults(query, ONE) == [(f"query.{query.partition('=')[0]}", "unknown")]


def test_filters_at_the_limit_and_beyond() -> None:
    """20 filters pass, 21 do not, wherever in the tree they stand."""
    operators = ["eq", "ne", "lt", "le", "gt", "ge"]
    many = [f"{name}.{op}={value}" for name, value in (("title", "a"), ("votes", "1"), ("price", "1")) for op in operators]
    assert len(LIST("&".join([*many, "open=true", "late=true"]))[0].where) == FILTERS_MAX
    assert faults("&".join([*many, "open=true", "late=true", "priority=low"])) == [("query", "max")]
    assert faults("&".join([*many, "open=true", "late=true", "fields=comments(id)", "comments.internal=true"])) == [("query", "max")]


def test_values_of_in_at_the_limit_and_beyond() -> None:
    """100 values pass, 101 do not."""
    assert len(LIST("votes.in=" + ",".join(["1"] * IN_MAX))[1][0]) == IN_MAX  # type: ignore[arg-type]
    assert faults("votes.in=" + ",".join(["1"] * (IN_MAX + 1))) == [("query.votes.in", "max")]


def test_pairs_at_the_limit_and_beyond() -> None:
    """64 parameters are looked at, 65 are not."""
    assert len(faults("&".join(f"x{index}=1" for index in range(PAIRS_MAX)))) == PAIRS_MAX
    assert faults("&".join(f"x{index}=1" for index in range(PAIRS_MAX + 1))) == [("query", "max")]


def test_depth_at_the_limit_and_beyond() -> None:
    """4 levels of relations pass, 5 do not."""
    def nested(levels: int) -> str:
        return "fields=" + "comments(ticket(" * (levels // 2) + ("comments(" if levels % 2 else "") + "id" + ")" * levels

    level = LIST(nested(DEPTH_MAX))[0]
    for _ in range(DEPTH_MAX):
        level = level.nested[0][1]
    assert level.fields == ("id",)
    assert faults(nested(DEPTH_MAX + 1)) == [("query.fields", "depth")]
    assert faults("fields=" + "a(" * 4_000) == [("query.fields", "depth")]


def test_fields_at_the_limit_and_beyond() -> None:
    """100 fields pass, 101 do not; `*` counts as what it stands for."""
    most = "fields=*,comments(*,ticket(*,comments(*,ticket(*)),author(*)),author(*),replies(*,ticket(*),author(*)))"
    selection = LIST(most)[0]
    assert _count(selection) <= FIELDS_MAX
    room = FIELDS_MAX - _count(selection)
    extra = "author(id,name,email,tickets(*,comments(*),assignee(*)))"
    assert room < len(OWN) + 8
    assert faults(most.replace("fields=*", f"fields=*,{extra}")) == [("query.fields", "max")]
    assert faults("fields=" + ",".join(f"a{index}" for index in range(FIELDS_MAX + 1))) == [("query.fields", "max")]


def _count(selection: Selection) -> int:
    return len(selection.fields) + len(selection.nested) + sum(_count(inside) for _, inside in selection.nested)


def test_sort_at_the_limit_and_beyond() -> None:
    """5 fields pass, 6 do not."""
    assert LIST("sort=title,votes,-priority,created_at,id")[0].sort[-1] == SortKey("id")
    assert faults("sort=title,votes,priority,created_at,id,open") == [("query.sort", "max")]
    assert SORTS_MAX == 5


def test_cursors_belong_to_their_list_and_order() -> None:
    """A cursor of another order, of another list, or changed is INVALID_CURSOR; so is one beside another sort."""
    order = (SortKey("created_at", True), SortKey("id", True))
    values = ("2026-01-31T12:00:00.000000Z", ID)
    good = make_cursor(KEY, "ticket.list", order, values)
    selection, slots = LIST(f"cursor={good}")
    assert tuple(slots[place] for place in selection.after) == values
    for query in (
        f"cursor={good}&sort=title", f"cursor={good}x", "cursor=", "cursor=~",
        f"cursor={make_cursor(KEY, 'comment.list', order, values)}",
    ):  # fmt: skip
        with pytest.raises(InvalidCursor) as refused:
            LIST(query)
        assert refused.value.status == 400


# ---- canonical -------------------------------------------------------------------------------------------------------------
def test_the_plain_list() -> None:
    """Without a query: all own fields in their order, the declared order, the declared page."""
    order = (SortKey("created_at", True), SortKey("id", True))
    assert LIST("") == (Selection("Ticket", OWN, (), (), order, (), 0), (20,))


def test_the_plain_row() -> None:
    """One row has no order and no limit."""
    assert ONE("") == (Selection("Ticket", OWN), ())


def test_children_of_a_parent() -> None:
    """The parent is a condition in slot 0, which the path fills."""
    selection, slots = CHILDREN("internal=true")
    assert selection.where == (Condition("ticket", "eq", 0), Condition("internal", "eq", 1))
    assert slots == (None, True, 20)


@pytest.mark.parametrize(("query", "field", "op", "value"), [
    ("title=a%20b", "title", "eq", "a b"), ("title=a+b", "title", "eq", "a b"), ("title=%C3%A4", "title", "eq", "ä"),
    ("title=a%CC%88", "title", "eq", "ä"), ("title=Ã¤", "title", "eq", "ä"),  # raw UTF-8 arrives as latin-1
    ("title=a%26b%3Dc", "title", "eq", "a&b=c"), ("title=a=b", "title", "eq", "a=b"), ("title=", "title", "eq", ""),
    ("title.eq=a", "title", "eq", "a"), ("title.prefix=ab", "title", "prefix", "ab"), ("title.in=a,b\\,c,\\\\", "title", "in", ("a", "b,c", "\\")),
    ("title.in=", "title", "in", ("",)), ("votes.ge=10", "votes", "ge", 10), ("price.lt=12.50", "price", "lt", Decimal("12.50")),
    ("open=false", "open", "eq", False), ("late=true", "late", "eq", True), ("priority.in=low,urgent", "priority", "in", (Priority.LOW, Priority.URGENT)),
    ("assignee.isnull=false", "assignee", "isnull", False), (f"author={ID}", "author", "eq", UUID(ID)), (f"id.in={ID},{OTHER}", "id", "in", (UUID(ID), UUID(OTHER))),
    ("created_at.gt=2026-01-01T01:00:00%2B01:00", "created_at", "gt", datetime(2026, 1, 1, tzinfo=UTC)),
])  # fmt: skip
def test_filters_are_typed_values(query: str, field: str, op: Any, value: object) -> None:
    """Each value is what its field holds, in a slot of its own."""
    selection, slots = LIST(query)
    assert selection.where == (Condition(field, op, 0),)
    assert slots == (value, 20)


def test_equal_requests_have_equal_selections() -> None:
    """The order of parameters, of fields and of relations does not matter; hashes are equal too."""
    parts = ["title.ge=a", "votes=3", "fields=title,comments(body,id),author(name),id", "comments.internal=false", "limit=7"]
    found = {LIST("&".join(order)) for order in permutations(parts)}
    assert len(found) == 1
    other = LIST("limit=7&fields=id,author(name),comments(id,body),title&comments.internal=false&votes=3&title.ge=a")
    assert found == {other}


def test_a_selection_holds_no_value() -> None:
    """Requests that differ in values only have one shape: values, limits and cursors are slots."""
    order = (SortKey("votes"), SortKey("id"))
    queries = [
        f"sort=votes&title={title}&votes.in={many}&limit={limit}&fields=id,comments(id)&comments.limit={limit}"
        f"&cursor={make_cursor(KEY, 'ticket.list', order, [limit, ID])}"
        for title, many, limit in (("a", "1,2,3", 1), ("zzz", "7", 50), ("hunter2", "8,9", 3))
    ]
    shapes = {LIST(query)[0] for query in queries}
    assert len(shapes) == 1
    assert "hunter2" not in repr(shapes)


def test_slots_are_numbered_once_over_the_whole_tree() -> None:
    """Every place of every level is one of the slots, and each slot has one place."""
    selection, slots = LIST("title=a&limit=3&fields=id,comments(id,replies(id)),author(id)&comments.limit=4&comments.internal=true")
    places = sorted(_places(selection))
    assert places == list(range(len(slots)))
    assert slots == ("a", 3, True, 4, 5)  # `replies` shows five at most: its own maximum


def _places(selection: Selection) -> Sequence[int]:
    own = [*(one.slot for one in selection.where), *selection.after, *(() if selection.limit is None else (selection.limit,))]
    return [*own, *(place for _, inside in selection.nested for place in _places(inside))]


def test_star_and_relations() -> None:
    """`*` is all own fields; a relation that is asked for takes the place of its key; without brackets a list has all of its own."""
    assert LIST("fields=*")[0].fields == OWN
    selection = LIST("fields=*,author(name)")[0]
    assert selection.fields == tuple(name for name in OWN if name != "author")
    assert selection.nested == (("author", Selection("Person", ("name",))),)
    assert LIST("fields=author")[0].fields == ("author",)
    nested = dict(LIST("fields=id,comments")[0].nested)["comments"]
    assert nested.fields == ("id", "ticket", "author", "body", "internal", "created_at")
    assert nested.sort == (SortKey("created_at"), SortKey("id"))


def test_secret_fields_are_not_even_named() -> None:
    """`*` of an account holds neither its password nor anything else that is hidden."""
    assert dict(LIST("fields=author(*)")[0].nested)["author"].fields == ("id", "name", "email")


def test_every_order_is_total() -> None:
    """The key ends each order, unless it stands there already; what follows it decides nothing and is dropped."""
    assert LIST("sort=-votes,title")[0].sort == (SortKey("votes", True), SortKey("title"), SortKey("id"))
    assert LIST("sort=-id,title")[0].sort == (SortKey("id", True),)
    assert PREPARE(BY_ID["seat.list"], "list")("")[0].sort == (SortKey("hall"), SortKey("number"))
    assert PREPARE(BY_ID["seat.list"], "list")("sort=-number")[0].sort == (SortKey("number", True), SortKey("hall", True))


@pytest.mark.parametrize(("query", "limit"), [("limit=1", 1), ("limit=100", 100), ("limit=%35", 5)])
def test_limits_within_the_page(query: str, limit: int) -> None:
    """From 1 to the resource's maximum."""
    assert LIST(query)[1] == (limit,)


def test_what_is_remembered_is_what_was_parsed() -> None:
    """The second answer is the first one, for this operation only; a refusal is not remembered as an answer."""
    query = "title=a&limit=3"
    assert LIST(query) is LIST(query)
    assert PREPARE(BY_ID["comment.list"], "list")("limit=3")[0].resource == "Comment"
    for _ in range(2):
        assert faults("limit=0") == [("query.limit", "range")]
