"""What a caller may do: nothing is open that no rule opened, whoever asks and however."""
from __future__ import annotations

import ast
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from auth_desk import HOOK_SECRET, PASSWORD, START, Answer, Desk, app
from auth_sample import COMMENT, TICKET, action, contract, helpdesk, rule, with_rules

from bedplate.auth.authorize import prepare_authorize
from bedplate.auth.policy import compose
from bedplate.auth.refusals import NotAllowed, Unauthenticated, WrongSignature
from bedplate.auth.signatures import SHORTEST_SECRET, signature, signature_checks
from bedplate.declarations.contract import Limit, Operation
from bedplate.declarations.nodes import Always
from bedplate.errors import DeclarationFault, NotFound, Refusal
from bedplate.values import STRANGER, Access, Actor, Call, Grant, Request, Step

PERSON = Actor("Person", "1", "token")
MACHINE = Actor("Machine", "1", "token")
SECRET = HOOK_SECRET.encode()


async def nothing(limit: int) -> bytes:
    """No body."""
    return b""


def call(operation: Operation, *steps: Step, headers: dict[str, str] | None = None, body: bytes = b"", now: datetime = START) -> Call:
    """A validated call."""
    return Call(Request("r", operation, {}, "", headers or {}, "192.0.2.1", now, nothing), steps, body=body)


def built_in(verb: str, resource: str = "Ticket") -> Operation:
    """An operation of a resource."""
    return Operation(f"{resource.lower()}.{verb}", "POST", "/v1/x", verb, resource)


def ask(verb: str, actor: Actor, resource: str = "Ticket", key: tuple[object, ...] = ("1",), application: Any = None) -> Grant | type[Refusal]:
    """The grant, or the class of the refusal."""
    application = application or helpdesk()
    authorize = prepare_authorize(application, compose(application), {})
    try:
        return authorize(call(built_in(verb, resource), Step(verb, resource, key=key)), actor)
    except Refusal as refusal:
        return type(refusal)


@pytest.mark.parametrize("verb", ["list", "read", "create", "update", "delete", "assign", "invite", "purge"])
def test_without_a_rule_everything_is_closed(verb: str) -> None:
    """To strangers 401; to accounts 403, or 404 for a row that they may never see."""
    application = helpdesk(ticket=with_rules(TICKET))
    assert ask(verb, STRANGER, application=application) is Unauthenticated
    assert ask(verb, PERSON, application=application) is NotFound
    assert ask(verb, PERSON, key=(), application=application) is NotAllowed


def test_each_pair_of_verb_and_kind_is_as_declared() -> None:
    """A matrix of everything that the helpdesk knows."""
    cells = {
        (verb, actor.kind): isinstance(ask(verb, actor), Grant)
        for verb in ("list", "read", "create", "update", "delete") for actor in (STRANGER, PERSON, MACHINE)
    }
    assert {cell for cell, open_ in cells.items() if open_} == {(verb, "Person") for verb in ("list", "read", "create", "update")}


def test_readable_but_not_writable_is_403_and_unreadable_is_404() -> None:
    """And what has no row to hide is 403."""
    assert ask("delete", PERSON) is NotAllowed
    assert ask("update", MACHINE) is NotFound
    assert ask("create", MACHINE, key=()) is NotAllowed
    assert ask("list", MACHINE, key=()) is NotAllowed


def test_a_forbidding_rule_alone_opens_nothing() -> None:
    """Nor does one for some fields."""
    for closed in (rule("forbid", "read", Always()), rule("allow", "read", Always(), fields=("title",))):
        assert ask("read", PERSON, application=helpdesk(ticket=with_rules(TICKET, closed))) is NotFound


def test_every_step_of_a_call_is_asked() -> None:
    """One that is closed refuses the whole."""
    application = helpdesk()
    authorize = prepare_authorize(application, compose(application), {})
    read, delete = Step("read", "Ticket", key=("1",)), Step("delete", "Ticket", key=("1",))
    authorize(call(built_in("read"), read, read), PERSON)
    for steps in ((read, delete), (delete, read)):
        with pytest.raises(NotAllowed):
            authorize(call(built_in("read"), *steps), PERSON)


def test_a_grant_holds_what_the_kind_of_caller_may() -> None:
    """The access of that kind, and no other."""
    application = helpdesk()
    accesses = compose(application)
    step = Step("read", "Ticket", key=("1",))
    grant = prepare_authorize(application, accesses, {})(call(built_in("read"), step), PERSON)
    assert grant.access is accesses["Person"] and grant.actor is PERSON and grant.call.steps == (step,)


@pytest.mark.parametrize("kind", ["Ghost", "Ticket", ""])
def test_a_kind_that_is_no_account_is_nobody(kind: str) -> None:
    """Never the access of strangers, never somebody else's."""
    assert ask("read", Actor(kind, "1", "token")) is Unauthenticated


def test_an_action_for_one_kind_is_done_for_no_other() -> None:
    """Even where a rule would let any account do it (`Ctx[Person]`)."""
    acting = replace(action("assign", "Ticket"), caller="Person")
    ticket = replace(TICKET, rules=(rule("allow", "read assign", Always(), actor="*"),), actions={"assign": acting}, tenant=None)
    application = helpdesk(ticket=ticket)
    authorize = prepare_authorize(application, compose(application), {})
    operation = replace(built_in("assign"), action=acting)
    asked = call(operation, Step("assign", "Ticket", key=("1",)))
    assert authorize(asked, PERSON)
    with pytest.raises(NotAllowed):
        authorize(asked, MACHINE)
    with pytest.raises(Unauthenticated):
        authorize(asked, STRANGER)


@pytest.mark.parametrize(("strangers", "account", "closed_to"), [
    (True, None, []), (True, "Person", []), (False, None, ["stranger"]), (False, "Person", ["stranger", "machine"]),
], ids=["open", "open_of_kind", "accounts", "one_kind"])
def test_operations_of_the_framework(strangers: bool, account: str | None, closed_to: list[str]) -> None:
    """Open to all, to every account, or to accounts of their kind; none of them in the contract's list (OPTIONS) too."""
    application = helpdesk()
    authorize = prepare_authorize(application, compose(application), {})
    for verb in ("auth.me", "system.options"):
        operation = Operation(verb, "GET", "/x", verb, strangers=strangers, account=account)
        refused = []
        for name, actor in (("stranger", STRANGER), ("person", PERSON), ("machine", MACHINE)):
            try:
                authorize(call(operation, Step(verb, None)), actor)
            except Refusal:
                refused.append(name)
        assert refused == closed_to


def test_a_part_of_a_row_is_closed_with_it() -> None:
    """Without a rule that opens the ticket, its comments are closed, whatever their own rules say."""
    application = helpdesk(ticket=with_rules(TICKET))
    assert COMMENT.rules and ask("read", PERSON, "Comment", application=application) is NotFound


# ---- endpoints
ENDPOINTS = {
    "/open": {"stranger": 200, "customer": 200, "owner": 200, "staff": 200},
    "/signed": {"stranger": 401, "customer": 200, "owner": 200, "staff": 200},
    "/customers-only": {"stranger": 401, "customer": 200, "owner": 200, "staff": 403},
    "/owners": {"stranger": 401, "customer": 403, "owner": 200, "staff": 403},
}


async def test_each_endpoint_is_open_to_whom_it_says(desk: Desk) -> None:
    """Every cell of endpoint and caller."""
    await desk.customer()
    await desk.customer("owner@example.com", role="owner")
    await desk.running.accounts.create_account("Staff", "sam@example.com", PASSWORD, {"name": "Sam"})
    tokens = {
        "stranger": None, "customer": await desk.token(), "owner": await desk.token("owner@example.com"),
        "staff": await desk.token("sam@example.com", kind="staff"),
    }
    got = {path: {who: (await desk.call("POST", path, token=token)).status for who, token in tokens.items()} for path in ENDPOINTS}
    assert got == ENDPOINTS


async def test_each_verb_is_open_to_whom_it_says(desk: Desk) -> None:
    """Over HTTP: a customer's own note, seen by its author, another customer, staff, and nobody."""
    await desk.customer()
    await desk.customer("bob@example.com")
    await desk.running.accounts.create_account("Staff", "sam@example.com", PASSWORD, {"name": "Sam"})
    author, other = await desk.token(), await desk.token("bob@example.com")
    staff = await desk.token("sam@example.com", kind="staff")
    note = (await desk.call("POST", "/v1/notes", {"text": "mine"}, token=author)).json["data"]["id"]
    wanted = {
        ("GET", f"/v1/notes/{note}"): (200, 404, 200, 401),
        ("PATCH", f"/v1/notes/{note}"): (200, 404, 403, 401),
        ("POST", f"/v1/notes/{note}/shout"): (200, 404, 403, 401),
        ("POST", "/v1/notes"): (201, 201, 403, 401),
        ("DELETE", f"/v1/notes/{note}"): (403, 403, 204, 401),  # customers never delete: the same for rows that they cannot see
    }
    for (method, path), statuses in wanted.items():
        body = {"PATCH": {"text": "x"}, "POST": {"text": "x"} if path == "/v1/notes" else {}}.get(method)
        got = [(await desk.call(method, path, body, token=token)).status for token in (author, other, staff, None)]
        assert tuple(got) == statuses, (method, path)


# ---- signatures
async def sent(desk: Desk, header: str | None, raw: bytes = b'{"id":"1","amount":3}') -> Answer:
    """A delivery."""
    return await desk.call("POST", "/hook", raw=raw, headers={} if header is None else {"x-signature": header})


NOW = int(START.timestamp())
BODY = b'{"id":"1","amount":3}'
RIGHT = signature(SECRET, NOW, BODY)


@pytest.mark.parametrize(
    "header",
    [
        None, "", "x", f"t={NOW}", RIGHT.split(",")[1], RIGHT[:-1], RIGHT + "0", RIGHT.upper(), signature(b"another secret that is long", NOW, BODY),
        signature(SECRET, NOW, b'{"id":"1","amount":4}'), signature(SECRET, NOW, b""), signature(SECRET, NOW - 301, BODY), signature(SECRET, NOW + 61, BODY),
        RIGHT.replace(str(NOW), str(NOW + 1)), f"t={NOW},{RIGHT}", RIGHT.replace("v1", "v0"), f"t=-1,{RIGHT}", "t=" + "9" * 400, RIGHT + "," + "v1=" * 400,
        RIGHT.replace("t=", "t= "), f"t=\xb2,{RIGHT.split(',')[1]}",
    ],
    ids=[
        "none", "empty", "junk", "time_only", "mark_only", "cut", "longer", "upper", "other_secret", "other_body", "empty_body", "old", "ahead",
        "other_time", "two_times", "version", "negative", "digits", "long", "space", "unicode_digit",
    ],
)
async def test_a_signature_that_does_not_fit_is_refused(header: str | None, desk: Desk) -> None:
    """Always in the same words, and nothing of it runs."""
    answer = await sent(desk, header)
    if header == f"t=-1,{RIGHT}":
        assert answer.status == 200  # what is no time is not looked at, the one true time is signed
        return
    assert (answer.status, answer.code, answer["www-authenticate"]) == (401, "WRONG_SIGNATURE", "HMAC-SHA256")


@pytest.mark.parametrize("timestamp", [NOW - 300, NOW, NOW + 60])
async def test_a_signature_holds_for_five_minutes(timestamp: int, desk: Desk) -> None:
    """Old and early by what clocks and networks need."""
    assert (await sent(desk, signature(SECRET, timestamp, BODY))).status == 200


async def test_while_a_secret_is_replaced_either_signature_holds(desk: Desk) -> None:
    """Several `v1`."""
    other = signature(b"the old secret of both sides", NOW, BODY).split(",")[1]
    assert (await sent(desk, f"{RIGHT},{other}")).status == 200
    assert (await sent(desk, f"t={NOW},{other},{RIGHT.split(',')[1]}")).status == 200


async def test_the_bytes_are_signed_not_what_they_mean(desk: Desk) -> None:
    """The same JSON with another space is another body."""
    spaced = b'{"id": "1","amount":3}'
    assert (await sent(desk, RIGHT, spaced)).status == 401
    assert (await sent(desk, signature(SECRET, NOW, spaced), spaced)).status == 200


@pytest.mark.parametrize(("environment", "code"), [({}, "SECRET_MISSING"), ({"HOOK_SECRET": "x" * (SHORTEST_SECRET - 1)}, "SECRET_SHORT")], ids=["missing", "short"])
def test_an_endpoint_without_a_secret_does_not_start(environment: dict[str, str], code: str) -> None:
    """The fault names the variable and the place, never the value."""
    with pytest.raises(DeclarationFault) as raised:
        signature_checks(app.contract, environment)
    fault = raised.value.faults[0]
    assert (fault.code, fault.place.file.endswith("auth_desk.py")) == (code, True)
    assert "HOOK_SECRET" in fault.what and "xxx" not in str(raised.value)


def test_a_signature_is_checked_where_the_grant_is_made() -> None:
    """Whoever reaches `authorize` without one is refused, whatever was identified before."""
    authorize = prepare_authorize(app.contract, compose(app.contract), {"HOOK_SECRET": HOOK_SECRET})
    operation = next(one for one in app.contract.operations if one.path == "/hook")
    step = Step(operation.verb, None)
    with pytest.raises(WrongSignature):
        authorize(call(operation, step, body=BODY), Actor("Customer", "1", "token"))
    assert authorize(call(operation, step, body=BODY, headers={"x-signature": RIGHT}, now=datetime.fromtimestamp(NOW, UTC)), STRANGER)


# ---- the house
def test_grants_are_made_in_this_room_only() -> None:
    """Everywhere else a Grant is only taken."""
    source = Path(__file__).parents[2] / "src" / "bedplate"
    makers = set()
    for path in source.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "Grant":
                makers.add(path.relative_to(source).as_posix())
    assert makers == {"auth/authorize.py"}


@dataclass(frozen=True)
class OddAuth:
    """A way to sign in that nobody knows."""


def test_an_unknown_way_to_sign_in_is_closed() -> None:
    """Not open because no branch was taken."""
    endpoint = replace(next(one for one in app.contract.endpoints if one.name == "open_to_all"), auth=OddAuth())
    application = contract()
    authorize = prepare_authorize(application, {None: Access(None, {}, {})}, {})
    operation = Operation("endpoint.x", "POST", "/x", "endpoint.x", endpoint=endpoint, strangers=True, limit=Limit(1, 1, 1))
    with pytest.raises(NotAllowed):
        authorize(call(operation, Step("endpoint.x", None)), STRANGER)
