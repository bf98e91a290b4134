"""Bodies of creates, updates, actions and endpoints, through the whole verb."""
from __future__ import annotations

import json
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from bedplate.errors import NotFound
from bedplate.validation.parameters import MANY_MAX
from bedplate.validation.refusals import InvalidInput, InvalidJson, UnsupportedMediaType

from .sample import ID, OTHER, SETTINGS, News, Priority, validated

TICKET: dict[str, Any] = {"title": "a", "body": "b", "priority": "low", "votes": 3}


async def faults(operation: str, body: object, path: dict[str, str] | None = None, **more: Any) -> list[tuple[str, str]]:
    with pytest.raises(InvalidInput) as refused:
        await validated(operation, body=json.dumps(body).encode(), path=path, **more)
    return [(detail.place, detail.rule) for detail in refused.value.details]


# ---- create ----------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("change", "expected"), [
    ({"title": ...}, [("body.title", "required")]),
    ({"title": None}, [("body.title", "null")]),
    ({"title": 5}, [("body.title", "text")]),
    ({"title": "a" * 201}, [("body.title", "max")]),
    ({"title": "a\0"}, [("body.title", "characters")]),
    ({"title": "a" + "\u0301" * 31}, [("body.title", "characters")]),
    ({"priority": "LOW"}, [("body.priority", "enum")]),
    ({"votes": "3"}, [("body.votes", "integer")]),
    ({"votes": 3.0}, [("body.votes", "integer")]),
    ({"votes": True}, [("body.votes", "integer")]),
    ({"votes": -1}, [("body.votes", "ge")]),
    ({"votes": 1001}, [("body.votes", "le")]),
    ({"price": 1.5}, [("body.price", "decimal")]),
    ({"price": "1.234"}, [("body.price", "places")]),
    ({"labels": "a"}, [("body.labels", "list")]),
    ({"labels": ["a", 1, None, "b" * 10_001]}, [("body.labels", "max")]),
    ({"labels": ["a", 1, None]}, [("body.labels.1", "text"), ("body.labels.2", "null")]),
    ({"id": ID}, [("body.id", "unknown")]),
    ({"author": ID}, [("body.author", "unknown")]),  # writable=False
    ({"created_at": "2026-01-01T00:00:00Z"}, [("body.created_at", "unknown")]),
    ({"warned": None}, [("body.warned", "unknown")]),  # hidden: the same words as for what there is not
    ({"nothing": 1}, [("body.nothing", "unknown")]),
    ({"late": True}, [("body.late", "unknown")]),  # computed
    ({"comments": []}, [("body.comments", "unknown")]),
    ({"rev": 1}, [("body.rev", "unknown")]),
    ({"Title": "a"}, [("body.Title", "unknown")]),
    ({"<b>": 1}, [("body", "unknown")]),
    ({"": 1}, [("body", "unknown")]),
    ({"__proto__": {}}, [("body.__proto__", "unknown")]),
])  # fmt: skip
async def test_wrong_fields_are_refused(change: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    """Each with its place and rule; a field that may not be set is refused like one that there is not."""
    body = {name: value for name, value in {**TICKET, **change}.items() if value is not ...}
    assert await faults("ticket.create", body) == expected


async def test_every_fault_is_told_at_once() -> None:
    """One answer holds all of them, and none of the values."""
    with pytest.raises(InvalidInput) as refused:
        await validated("ticket.create", body=b'{"title":5,"votes":"hunter2","x":"hunter2","labels":[{"hunter2":1}]}')
    assert [detail.place for detail in refused.value.details] == ["body.title", "body.votes", "body.x", "body.labels.0", "body.body"]
    assert "hunter2" not in repr(refused.value.details) + str(refused.value) + refused.value.private


async def test_hidden_fields_are_refused_like_unknown_ones() -> None:
    """Word for word: a refusal does not tell that the field exists."""
    words = []
    for name in ("password", "passwort"):
        with pytest.raises(InvalidInput) as refused:
            await validated("person.create", body=json.dumps({"name": "a", "email": "a@b.de", name: "x"}).encode())
        words.append([(detail.rule, detail.words) for detail in refused.value.details])
    assert words[0] == words[1]


async def test_a_create_holds_typed_values() -> None:
    """What was sent, as Python values; what was not sent is absent."""
    body = {**TICKET, "title": "a\u0308", "price": "12.50", "labels": ["x"], "kind": None}
    call = await validated("ticket.create", body=json.dumps(body).encode())
    (step,) = call.steps
    assert step.input == {
        "title": "ä", "body": "b", "priority": Priority.LOW, "votes": 3, "price": Decimal("12.50"), "labels": ["x"], "kind": None,
    }  # fmt: skip
    assert (step.verb, step.resource, step.key, call.idempotency) == ("create", "Ticket", (), None)
    assert step.selection is not None
    assert step.selection.limit is None


async def test_the_answer_of_a_write_can_be_chosen() -> None:
    """`fields` works on creates and updates; filters do not."""
    call = await validated("ticket.create", "fields=id,author(name)", json.dumps(TICKET).encode())
    assert call.steps[0].selection is not None
    assert call.steps[0].selection.fields == ("id",)
    assert await faults("ticket.update", {}, {"id": ID}, query="title=a") == [("query.title", "unknown")]


async def test_a_child_gets_its_parent_from_the_path() -> None:
    """And from nowhere else: in the body it is an unknown field there."""
    path = {"id": ID}
    call = await validated("ticket.comments.create", body=b'{"body":"x","internal":false}', path=path)
    assert call.steps[0].input == {"body": "x", "internal": False, "ticket": UUID(ID)}
    assert await faults("ticket.comments.create", {"body": "x", "ticket": OTHER}, path) == [("body.ticket", "unknown")]
    assert await faults("comment.create", {"body": "x"}) == [("body.ticket", "required")]


# ---- update ----------------------------------------------------------------------------------------------------------------
async def test_immutable_fields_are_named_as_such() -> None:
    """They could be set at creation: an update says so, and nothing is required there."""
    assert await faults("ticket.update", {"kind": "x", "id": ID}, {"id": ID}) == [("body.kind", "immutable"), ("body.id", "unknown")]


async def test_an_update_is_a_merge_patch() -> None:
    """What is sent is set, null clears where null may be, what is absent is not touched; nothing at all is an update too."""
    path = {"id": ID}
    call = await validated("ticket.update", body=b'{"price":null,"votes":0}', path=path, content_type="application/merge-patch+json")
    assert (call.steps[0].key, call.steps[0].input) == ((UUID(ID),), {"price": None, "votes": 0})
    assert (await validated("ticket.update", body=b"{}", path=path)).steps[0].input == {}
    assert await faults("ticket.update", {"votes": None}, path) == [("body.votes", "null")]


async def test_updates_carry_their_precondition_and_no_key_of_repeats() -> None:
    """If-Match arrives as revisions; Idempotency-Key means nothing here, because a patch can be repeated anyway."""
    call = await validated("ticket.update", body=b"{}", path={"id": ID}, if_match='"3-aa"', idempotency_key="k")
    assert (call.steps[0].precondition.match, call.idempotency) == (("3",), None)


@pytest.mark.parametrize("operation", ["ticket.create", "ticket.update", "ticket.comments.create"])
async def test_bodies_say_that_they_are_json(operation: str) -> None:
    """Another media type is 415, an empty body is no JSON."""
    with pytest.raises(UnsupportedMediaType):
        await validated(operation, body=b"{}", path={"id": ID}, content_type="text/plain")
    with pytest.raises(InvalidJson):
        await validated(operation, path={"id": ID}, content_type="application/json")


# ---- actions ---------------------------------------------------------------------------------------------------------------
async def test_actions_take_their_parameters() -> None:
    """Rows come as keys; what was not sent is absent, so that the method's own default applies."""
    body = {"to": ID, "why": None, "watchers": [OTHER, ID]}
    call = await validated("ticket.assign", body=json.dumps(body).encode(), path={"id": ID}, if_match="*")
    (step,) = call.steps
    assert (step.verb, step.resource, step.key) == ("assign", "Ticket", (UUID(ID),))
    assert step.input == {"to": UUID(ID), "why": None, "watchers": [UUID(OTHER), UUID(ID)]}
    assert step.selection is not None
    assert step.precondition.match == ("*",)
    call = await validated("ticket.sweep", body=b'{"before":"2026-01-01T00:00:00Z"}')
    assert (call.steps[0].key, call.steps[0].selection) == ((), None)


async def test_actions_without_parameters_need_no_body() -> None:
    """Nothing, `{}` and nothing else."""
    assert (await validated("ticket.solve", path={"id": ID})).steps[0].input == {}
    assert (await validated("ticket.solve", body=b"{}", path={"id": ID})).steps[0].input == {}
    assert await faults("ticket.solve", {"x": 1}, {"id": ID}) == [("body.x", "unknown")]
    assert await faults("ticket.solve", {}, {"id": ID}, query="fields=id&x=1") == [("query.fields", "unknown"), ("query.x", "unknown")]


@pytest.mark.parametrize(("body", "expected"), [
    ({}, [("body.to", "required")]), ({"to": None}, [("body.to", "null")]), ({"to": 5}, [("body.to", "uuid")]),
    ({"to": {"id": ID}}, [("body.to", "uuid")]), ({"to": ID, "watchers": ID}, [("body.watchers", "list")]),
    ({"to": ID, "watchers": [ID, "x"]}, [("body.watchers.1", "uuid")]), ({"to": ID, "watchers": None}, [("body.watchers", "null")]),
    ({"to": ID, "watchers": [ID] * (MANY_MAX + 1)}, [("body.watchers", "max")]), ({"to": ID, "why": "a" * 101}, [("body.why", "max")]),
    ({"to": ID, "self": 1, "ctx": 2}, [("body.self", "unknown"), ("body.ctx", "unknown")]),
])  # fmt: skip
async def test_wrong_parameters_are_refused(body: object, expected: list[tuple[str, str]]) -> None:
    """Like fields."""
    assert await faults("ticket.assign", body, {"id": ID}) == expected


async def test_many_rows_at_the_limit() -> None:
    """100 pass."""
    body = json.dumps({"to": ID, "watchers": [ID] * MANY_MAX}).encode()
    assert len((await validated("ticket.assign", body=body, path={"id": ID})).steps[0].input["watchers"]) == MANY_MAX  # type: ignore[arg-type]


# ---- endpoints -------------------------------------------------------------------------------------------------------------
NEWS = b'{"id":"n1","amount":3}'


async def test_endpoints_take_path_query_header_cookie_and_body() -> None:
    """Each typed; the body as it came is kept for signatures and shown nowhere."""
    call = await validated("endpoint.hook", "dry=true", NEWS, {"shop": "7"}, x_trace="t", cookie="a=b; sid=s1")
    assert call.steps[0].input == {"shop": 7, "dry": True, "trace": "t", "sid": "s1", "body": News("n1", 3)}
    assert call.body == NEWS
    assert "n1" not in repr(call).replace(repr(News("n1", 3)), "")
    call = await validated("endpoint.ping", "n=5")
    assert call.steps[0].input == {"n": 5}


@pytest.mark.parametrize(("query", "body", "headers", "expected"), [
    ("dry=1", NEWS, {}, [("query.dry", "boolean")]),
    ("other=1", NEWS, {}, [("query.other", "unknown")]),
    ("shop=1", NEWS, {}, [("query.shop", "unknown")]),
    ("trace=1", NEWS, {}, [("query.trace", "unknown")]),
    ("", NEWS, {"x_trace": "t" * 21}, [("header.x-trace", "max")]),
    ("", NEWS, {"cookie": "sid=" + "s" * 21}, [("cookie.sid", "max")]),
    ("", b'{"id":"n1","amount":3,"x":1}', {}, [("body", "unknown")]),
    ("", b'{"id":1}', {}, [("body.id", "text"), ("body.amount", "required")]),
])  # fmt: skip
async def test_wrong_parameters_of_endpoints_are_refused(query: str, body: bytes, headers: Any, expected: list[tuple[str, str]]) -> None:
    """With the place that they came from."""
    with pytest.raises(InvalidInput) as refused:
        await validated("endpoint.hook", query, body, {"shop": "7"}, **headers)
    assert [(detail.place, detail.rule) for detail in refused.value.details] == expected


async def test_a_malformed_path_is_not_found() -> None:
    """There is nothing at that address."""
    for shop in ("x", "0", "100", "7.0", ""):
        with pytest.raises(NotFound):
            await validated("endpoint.hook", body=NEWS, path={"shop": shop})


async def test_an_open_endpoint_ignores_what_it_does_not_know() -> None:
    """In the query and at the first level of the body; what it knows is still held to its type."""
    call = await validated("endpoint.open", "other=1", b'{"id":"n1","amount":3,"x":1}', {"shop": "7"})
    assert call.steps[0].input["body"] == News("n1", 3)
    with pytest.raises(InvalidInput):
        await validated("endpoint.open", "", b'{"id":"n1","amount":"3","x":1}', {"shop": "7"})


@pytest.mark.parametrize("cookie", ["sid", "=", "sid=\x00", ";;;", "sid=a; sid=b", "$Version=1", 'sid="'])
async def test_any_cookie_header_is_read_or_ignored(cookie: str) -> None:
    """Never an error."""
    await validated("endpoint.hook", "", NEWS, {"shop": "7"}, cookie=cookie)


@pytest.mark.parametrize(("cookie", "sid"), [
    ("a@b=1; sid=s1", "s1"), ("sid=s1; path=/x; bare; [x]=y", "s1"), ('sid="s1"', "s1"), ("sid=s1; sid=s2", "s1"), ("sid=a=b", "a=b"),
])  # fmt: skip
async def test_a_cookie_is_found_beside_any_others(cookie: str, sid: str) -> None:
    """Other applications of the same host set what they like; of two, a browser sends the more specific one first."""
    call = await validated("endpoint.hook", "", NEWS, {"shop": "7"}, cookie=cookie)
    assert call.steps[0].input["sid"] == sid


# ---- operations of the framework ----------------------------------------------------------------------------------------------
async def test_account_operations_take_their_parameters() -> None:
    """Sign-in has a body of its own, which refuses what it does not know."""
    call = await validated("auth.sign_in", body=b'{"email":"a@b.de","password":"x"}')
    assert call.steps[0].input == {"email": "a@b.de", "password": "x"}
    assert await faults("auth.sign_in", {"email": "a"}) == [("body.password", "required")]
    assert await faults("auth.sign_in", {"email": "a", "password": "x", "role": "admin"}) == [("body.role", "unknown")]
    with pytest.raises(AssertionError, match="would have refused"):
        await validated("auth.sign_in", body=b" " * (SETTINGS.credential_body_max + 1))


async def test_path_parameters_of_the_framework() -> None:
    """The name of an asset arrives as it is; a query there is refused."""
    assert (await validated("system.assets", path={"name": "a/b.js"})).steps[0].input == {"name": "a/b.js"}
    with pytest.raises(InvalidInput):
        await validated("system.assets", "x=1", path={"name": "a"})
