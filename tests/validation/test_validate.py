"""The verb itself: keys from the path, bodies where none belong, repeats, and any request at all."""
from __future__ import annotations

import json
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedplate.declarations.contract import Operation
from bedplate.errors import NotFound, Refusal
from bedplate.validation.refusals import IdempotencyKeyRequired, InvalidInput
from bedplate.validation.validate import prepare_validate
from bedplate.values import Call, Step
from bedplate.web.operation_input import parameters

from .sample import BY_ID, CONTRACT, ID, KEY, OPERATIONS, SETTINGS, VALIDATE, request, validated

TICKET = b'{"title":"a","body":"b"}'


# ---- keys ------------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("operation", "key"), [
    ("ticket.read", "x"), ("ticket.read", ""), ("ticket.read", ID + "0"), ("ticket.read", ID.replace("-", "")), ("ticket.read", "{" + ID + "}"),
    ("seat.read", "a"), ("seat.read", "a,"), ("seat.read", "a,0"), ("seat.read", "a,1,2"), ("seat.read", "a,1.0"), ("seat.read", "b" * 21 + ",1"),
    ("seat.read", "a\0,1"), ("ticket.delete", "5"), ("ticket.comments.list", "5"),
])  # fmt: skip
async def test_a_key_that_no_row_could_have_is_not_found(operation: str, key: str) -> None:
    """404, like the key of a row that there is not: the address is the same kind of wrong."""
    names = [segment[1:-1] for segment in BY_ID[operation].path.split("/") if segment.startswith("{")]
    with pytest.raises(NotFound):
        await validated(operation, path={names[0]: key})


async def test_keys_are_typed() -> None:
    """A UUID in either case, a composite key in one segment."""
    assert (await validated("ticket.read", path={"id": ID.upper()})).steps[0].key == (UUID(ID),)
    assert (await validated("seat.read", path={"hall},{number": "a b,7"})).steps[0].key == ("a b", 7)


async def test_children_are_listed_by_the_parent_of_the_path() -> None:
    """Slot 0 is the parent; the selection is the same for all parents."""
    step = (await validated("ticket.comments.list", "limit=3", path={"id": ID})).steps[0]
    assert (step.slots, step.key) == ((UUID(ID), 3), ())
    other = (await validated("ticket.comments.list", "limit=3", path={"id": ID.replace("0", "1")})).steps[0]
    assert other.selection is step.selection


# ---- bodies where none belong ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("operation", ["ticket.list", "ticket.read", "ticket.delete", "auth.me", "endpoint.ping"])
async def test_no_body_without_a_meaning(operation: str) -> None:
    """What nobody reads nobody has validated, so it is refused."""
    with pytest.raises(InvalidInput) as refused:
        await validated(operation, "n=1" if operation == "endpoint.ping" else "", b"{}", {"id": ID})
    assert refused.value.details[0].place == "body"


async def test_a_delete_takes_no_query() -> None:
    """Nothing that looks like a filter may stand beside a delete."""
    with pytest.raises(InvalidInput):
        await validated("ticket.delete", "title=a", path={"id": ID})


# ---- repeats ---------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("key", ["", " ", "a b", "a" * 256, "ä", "a\x7f", "a\tb"])
async def test_a_wrong_key_of_repeats_is_refused(key: str) -> None:
    """A key that could not be kept must not be ignored: the caller relies on it."""
    with pytest.raises(InvalidInput) as refused:
        await validated("ticket.create", body=TICKET, idempotency_key=key)
    assert refused.value.details[0].place == "header.idempotency-key"


async def _fingerprint(operation: str = "ticket.create", body: bytes = TICKET, query: str = "", path: Any = None) -> str:
    call = await validated(operation, query, body, path, idempotency_key="k" * 255)
    assert call.idempotency is not None
    assert call.idempotency.key == "k" * 255
    return call.idempotency.fingerprint


async def test_fingerprints_name_the_request() -> None:
    """The order of keys and spaces do not matter; any other value, address, query or operation does."""
    first = await _fingerprint()
    assert await _fingerprint(body=b' { "body" : "b", "title": "\\u0061" }') == first
    bodies = [b'{"title":"a","body":"B"}', b'{"title":"a","body":"b","kind":null}', b'{"title":"a","body":"b","kind":"null"}']
    others = {first, *[await _fingerprint(body=body) for body in bodies], await _fingerprint(query="fields=id")}
    others |= {await _fingerprint("ticket.solve", b"", path={"id": ID}), await _fingerprint("ticket.solve", b"", path={"id": ID.replace("0", "1")})}
    assert len(others) == 7


async def test_an_action_may_require_a_key_of_repeats() -> None:
    """`idempotent=True`: without the header 400 with a code of its own; OpenAPI says so. Without the option the header stays free."""
    free = BY_ID["ticket.solve"]
    assert free.action is not None
    bound = replace(free, action=replace(free.action, idempotent=True))
    contract = replace(CONTRACT, operations=tuple(bound if one is free else one for one in CONTRACT.operations))
    validate = prepare_validate(contract, SETTINGS, KEY)
    with pytest.raises(IdempotencyKeyRequired) as refused:
        await validate(_with(request("ticket.solve", path={"id": ID}), bound))
    assert (refused.value.status, refused.value.code) == (400, "IDEMPOTENCY_KEY_REQUIRED")
    call = await validate(_with(request("ticket.solve", path={"id": ID}, idempotency_key="k"), bound))
    assert call.idempotency is not None
    assert (await validated("ticket.solve", path={"id": ID})).idempotency is None
    headers = [next(one for one in parameters(contract, operation) if one["name"] == "Idempotency-Key") for operation in (free, bound)]
    assert [header.get("required", False) for header in headers] == [False, True]


# ---- what the web room adds ----------------------------------------------------------------------------------------------------
async def test_operations_that_the_contract_does_not_hold() -> None:
    """OPTIONS asks for nothing; another one is read like an operation of the framework."""
    options = Operation("system.options", "OPTIONS", "/v1/tickets", "system.options")
    plain = request("ticket.list", "anything=1")
    call = await VALIDATE(_with(plain, options))
    assert call.steps == (Step("system.options", None),)
    added = Operation("system.added", "GET", "/added", "system.added")
    assert (await VALIDATE(_with(request("ticket.list"), added))).steps[0].verb == "system.added"
    with pytest.raises(InvalidInput):
        await VALIDATE(_with(plain, added))


def _with(plain: Any, operation: Operation) -> Any:
    return replace(plain, operation=operation)


# ---- anything ----------------------------------------------------------------------------------------------------------------
TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=30)
WORDS = st.sampled_from([
    "fields", "sort", "limit", "cursor", "title", "votes", "comments", "author", "id", "eq", "in", "gt", "isnull", "prefix", "open", ".", "=", "&", ",",
    "(", ")", "*", "-", "%", "%2C", "%00", "+", "\\", "true", "1", "0", ID, "é", "\xff", "internal",
])  # fmt: skip
QUERY = st.one_of(st.text(st.characters(max_codepoint=255), max_size=80), st.lists(WORDS, max_size=30).map("".join))
JSON: st.SearchStrategy[Any] = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), TEXT), lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(TEXT, inner, max_size=4)), max_leaves=12,
)  # fmt: skip
NAMES = st.sampled_from(["title", "body", "priority", "votes", "price", "kind", "labels", "to", "watchers", "id", "amount", "email", "password", "author", "ticket"])
OBJECT = st.dictionaries(st.one_of(NAMES, TEXT), JSON, max_size=6)
BODY = st.one_of(st.binary(max_size=60), JSON.map(lambda value: json.dumps(value).encode()), OBJECT.map(lambda value: json.dumps(value).encode()))
HEADERS = st.dictionaries(st.sampled_from(["content_type", "if_match", "if_none_match", "idempotency_key", "cookie", "x_trace"]), st.text(st.characters(max_codepoint=255), max_size=30), max_size=3)
SEGMENT = st.one_of(st.just(ID), TEXT)


async def _call_or_refusal(operation: Operation, query: str, body: bytes, segment: str, headers: dict[str, str]) -> Call | None:
    path = {part[1:-1].removesuffix("*"): segment for part in operation.path.split("/") if part.startswith("{")}
    try:
        call = await VALIDATE(request(operation.id, query, body, path, **headers))
    except Refusal as refusal:
        assert refusal.status in (400, 404, 415)
        assert refusal.status != 400 or refusal.details or refusal.code in ("INVALID_JSON", "INVALID_CURSOR")
        return None
    assert isinstance(call, Call)
    return call


@given(st.sampled_from(OPERATIONS), QUERY, BODY, SEGMENT, HEADERS)
async def test_any_request_is_a_call_or_a_refusal(operation: Operation, query: str, body: bytes, segment: str, headers: dict[str, str]) -> None:
    """Whatever the path, query, headers and body are: never another error."""
    await _call_or_refusal(operation, query, body, segment, headers)


@given(st.sampled_from([one for one in OPERATIONS if one.verb == "list"]), QUERY)
async def test_any_query_is_a_selection_or_a_refusal(operation: Operation, query: str) -> None:
    """And an equal query gives an equal, hashable selection; a fresh preparation agrees with the remembered answer."""
    call = await _call_or_refusal(operation, query, b"", ID, {})
    fresh = prepare_validate(CONTRACT, SETTINGS, KEY)
    path = {part[1:-1]: ID for part in operation.path.split("/") if part.startswith("{")}
    try:
        again = await fresh(request(operation.id, query, b"", path))
    except Refusal:
        assert call is None
    else:
        assert call is not None
        assert call.steps == again.steps
        assert hash(call.steps[0].selection) == hash(again.steps[0].selection)


@given(st.sampled_from(["ticket.create", "ticket.update", "ticket.assign", "auth.sign_in", "endpoint.hook"]), JSON)
async def test_any_json_is_a_call_or_a_refusal(operation: str, value: Any) -> None:
    """Whatever JSON the body is."""
    await _call_or_refusal(BY_ID[operation], "", json.dumps(value).encode(), ID if operation != "endpoint.hook" else "7", {})


@given(st.fixed_dictionaries({"title": TEXT, "body": TEXT, "votes": st.integers(0, 1000), "priority": st.sampled_from(["low", "normal", "urgent"])}))
async def test_what_is_declared_passes(value: dict[str, Any]) -> None:
    """A body that keeps the rules becomes exactly its values."""
    from unicodedata import normalize

    if "\0" in value["title"] + value["body"]:
        return
    call = await validated("ticket.create", body=json.dumps(value).encode())
    assert call.steps[0].input == {name: normalize("NFC", item) if isinstance(item, str) else item for name, item in value.items()}
