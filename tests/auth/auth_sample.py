"""Hand-made contracts for the tests of this room, and a naive reading of predicates (three-valued, row by row)."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bedplate.declarations.contract import (
    ActionContract,
    ComputedContract,
    Contract,
    FieldContract,
    Limit,
    Operation,
    ParameterContract,
    RelationContract,
    ResourceContract,
    Rule,
)
from bedplate.declarations.fields.boolean import Boolean
from bedplate.declarations.fields.text import Text
from bedplate.declarations.fields.uuids import Uuid
from bedplate.declarations.nodes import (
    ME,
    ROW,
    Always,
    And,
    Compare,
    Constant,
    Exists,
    IsNull,
    Never,
    Node,
    Not,
    NotTrue,
    Or,
    Path,
)
from bedplate.errors import Place

PLACE = Place("sample.py", 1)
TEXT = Text(max=200)


def row(name: str, *refs: str) -> Path:
    """A field of the row."""
    return Path(ROW, refs, name)


def me(name: str) -> Path:
    """A field of the caller."""
    return Path(ME, (), name)


def eq(left: Node, right: Node) -> Node:
    """SQL `=`."""
    return Compare("eq", left, right)


def text(value: str) -> Constant:
    """A constant."""
    return Constant(value, "text")


def yes(value: Path) -> Node:
    """A boolean field is true."""
    return Compare("eq", value, Constant(True, "boolean"))


def rule(effect: str, verbs: str, node: Node, actor: str | None = "Person", fields: tuple[str, ...] = (), **more: Any) -> Rule:
    """A rule; verbs separated by spaces."""
    return Rule(f"{effect}_{verbs}", effect, tuple(verbs.split()), fields, node, actor, PLACE, **more)  # type: ignore[arg-type]


def stored(name: str, **more: Any) -> FieldContract:
    """A text field unless said otherwise."""
    return FieldContract(**{"name": name, "column": name, "type": TEXT, "nullable": False, "place": PLACE, **more})


def reference(name: str, target: str, *, nullable: bool = False) -> FieldContract:
    """A reference."""
    return stored(name, type=Uuid(), target=target, nullable=nullable)


def resource(name: str, *declared: FieldContract, rules: tuple[Rule, ...] = (), **more: Any) -> ResourceContract:
    """A resource with an `id`, a relation for each reference, and these fields and rules."""
    fields = {each.name: each for each in (stored("id", type=Uuid(), key=True, automatic="key"), *declared)}
    ones = {f.name: RelationContract(f.name, "one", f.target, f.name, f.nullable, 1, PLACE) for f in declared if f.target}
    many = {r.name: r for r in more.pop("many", ())}
    plain: dict[str, Any] = {
        "path": f"{name.lower()}s", "table": name.lower(), "key": ("id",), "computed": {}, "checks": (), "uniques": (), "indexes": (),
        "actions": {}, "hooks": (), "sort": (), "place": PLACE, "kind": object,
    }
    return ResourceContract(name=name, fields=fields, relations={**ones, **many}, rules=rules, **{**plain, **more})


def action(name: str, resource_name: str, *, instance: bool = True) -> ActionContract:
    """An action that is never called."""

    async def call() -> None: ...

    return ActionContract(name, resource_name, instance, "decide", "*", (), (), None, False, Limit(60, 60, 60), False, (), call, PLACE)


def computed(name: str, node: Node, *reads: str) -> ComputedContract:
    """A computed text."""
    return ComputedContract(name, TEXT, True, node, PLACE, reads=reads)


def contract(*resources: ResourceContract, operations: tuple[Operation, ...] = (), endpoints: tuple[Any, ...] = ()) -> Contract:
    """An application of these resources."""
    accounts = tuple(each.name for each in resources if each.account)
    return Contract("Sample", "1", {r.name: r for r in resources}, accounts, operations, {}, (), (), endpoints, None, Limit(600, 60, 100))


def credentials_of(name: str = "Person", **more: Any) -> tuple[Operation, ...]:
    """The account operations of one account class."""

    def operation(verb: str, method: str, names: str = "", **other: Any) -> Operation:
        parameters = tuple(ParameterContract(n, TEXT, nullable=False, required=True) for n in names.split())
        limit = Limit(30, 60, 10)
        return Operation(f"auth.{verb}", method, f"/v1/auth/{verb.replace('_', '-')}", f"auth.{verb}", name, limit=limit,
                         parameters=parameters, **{**other, **more})

    return (
        operation("register", "POST", "email password", strangers=True, credential=True, success=201),
        operation("sign_in", "POST", "email password", strangers=True, credential=True),
        operation("token", "POST", "email password", strangers=True, credential=True),
        operation("sign_out", "POST"),
        operation("me", "GET"),
        operation("password", "POST", "current new", credential=True),
    )


@dataclass
class World:
    """Rows by resource and key, for the naive reading."""

    contract: Contract
    rows: dict[str, dict[str, dict[str, object]]] = field(default_factory=dict)

    def add(self, resource_name: str, key: str, **values: object) -> None:
        """Put a row."""
        self.rows.setdefault(resource_name, {})[key] = {"id": key, **values}

    def holds(self, node: Node, resource_name: str, key: str, kind: str = "", caller: str = "") -> bool:
        """Whether a predicate is true for a row and a caller."""
        scopes: dict[str, tuple[str, dict[str, object] | None]] = {ROW: (resource_name, self.rows[resource_name][key])}
        if kind:
            scopes[ME] = (kind, self.rows[kind][caller])
        return self._value(node, scopes) is True

    def _at(self, scope: str, refs: tuple[str, ...], scopes: Mapping[str, Any]) -> tuple[str, dict[str, object] | None]:
        name, found = scopes[scope]
        for each in refs:
            target = self.contract.resources[name].fields[each].target or ""
            name, found = target, None if found is None else self.rows.get(target, {}).get(str(found.get(each)))
        return name, found

    def _value(self, node: Node, scopes: Mapping[str, Any]) -> Any:  # noqa: C901  (one case per node)
        match node:
            case Always():
                return True
            case Never():
                return False
            case Constant(value, _):
                return value
            case Path(scope, refs, name):
                found = self._at(scope, refs, scopes)[1]
                return None if found is None else found.get(name)
            case Compare(op, left, right):
                a, b = self._value(left, scopes), self._value(right, scopes)
                return None if a is None or b is None else (a == b if op == "eq" else a != b)
            case IsNull(item):
                return self._value(item, scopes) is None
            case Not(item):
                value = self._value(item, scopes)
                return None if value is None else not value
            case NotTrue(item):
                return self._value(item, scopes) is not True
            case And(parts):
                values = [self._value(part, scopes) for part in parts]
                return False if False in values else None if None in values else True
            case Or(parts):
                values = [self._value(part, scopes) for part in parts]
                return True if True in values else None if None in values else False
            case Exists(rows):
                name, found = self._at(rows.scope, rows.refs, scopes)
                relation = self.contract.resources[name].relations[rows.relation]
                near = [r for r in self.rows.get(relation.target, {}).values() if found is not None and r.get(relation.by) == found["id"]]
                return any(self._value(rows.where, {**scopes, rows.bound: (relation.target, r)}) is True for r in near)
            case _:
                raise NotImplementedError(node)


ORG = resource("Org", stored("name"), rules=(rule("allow", "read", eq(row("id"), me("org"))),))
PERSON = resource(
    "Person", stored("email", pii=True), stored("name"), stored("role"), reference("org", "Org", nullable=True),
    stored("disabled_at", nullable=True), rules=(rule("allow", "read", Always()),), account=True, tenant="org", path="people",
)
MACHINE = resource("Machine", stored("name"), stored("disabled_at", nullable=True), account=True)
STAFF = eq(me("role"), text("agent"))
AUTHOR = eq(row("author"), me("id"))
TICKET = resource(
    "Ticket", reference("org", "Org", nullable=True), reference("author", "Person"), stored("status"), stored("priority"), stored("title"),
    rules=(
        rule("allow", "read create", AUTHOR),
        rule("allow", "read create update assign", STAFF),
        rule("forbid", "update assign", eq(row("status"), text("closed"))),
        rule("allow", "update create", STAFF, fields=("priority",)),
    ),
    tenant="org",
    actions={"assign": action("assign", "Ticket"), "invite": action("invite", "Ticket", instance=False)},
    many=(RelationContract("comments", "many", "Comment", "ticket", nullable=False, max=100, place=PLACE),),
)
COMMENT = resource(
    "Comment", reference("ticket", "Ticket"), reference("author", "Person"), stored("internal", type=Boolean()),
    rules=(
        rule("allow", "create", Or((Not(yes(row("internal"))), STAFF))),
        rule("forbid", "read", And((yes(row("internal")), eq(me("role"), text("requester"))))),
        rule("allow", "update", AUTHOR),
    ),
    part_of="ticket",
)


def helpdesk(**changes: ResourceContract) -> Contract:
    """Organisations, people, machines, tickets and comments; some replaced."""
    parts = {"org": ORG, "person": PERSON, "machine": MACHINE, "ticket": TICKET, "comment": COMMENT, **changes}
    return contract(*parts.values(), operations=credentials_of())


def with_rules(one: ResourceContract, *rules: Rule) -> ResourceContract:
    """The same resource under other rules."""
    return replace(one, rules=rules)


def helpdesk_world(application: Contract) -> World:
    """Two organisations; requester, agent and outsider; an open, a closed, a foreign and a homeless ticket; two comments."""
    world = World(application)
    world.add("Org", "o1", name="One")
    world.add("Org", "o2", name="Two")
    world.add("Person", "rita", role="requester", org="o1")
    world.add("Person", "andy", role="agent", org="o1")
    world.add("Person", "olga", role="agent", org="o2")
    world.add("Person", "nell", role="agent", org=None)
    world.add("Ticket", "open", org="o1", author="rita", status="open", priority="low")
    world.add("Ticket", "closed", org="o1", author="rita", status="closed", priority="low")
    world.add("Ticket", "foreign", org="o2", author="olga", status="open", priority="low")
    world.add("Ticket", "homeless", org=None, author="nell", status="open", priority="low")
    world.add("Comment", "said", ticket="open", author="rita", internal=False)
    world.add("Comment", "noted", ticket="open", author="andy", internal=True)
    return world
