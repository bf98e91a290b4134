"""Links written with the row whose relation they are: looked at, taken away, put in, counted.

Who links needs the right to write the row here (asked with its other fields), must be able to read the row there, and must be allowed to
change the relation of the other side where that has a rule of its own. Both rows are of one tenant. What the writer cannot see of a
relation is not theirs to replace.
"""
from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bedplate.declarations.contract import Contract, LinkContract, RelationContract, ResourceContract
from bedplate.errors import Detail, Forbidden
from bedplate.storage.compiled import Compiled, compiled
from bedplate.storage.conflicts import TooManyLinked, no_such_rows
from bedplate.storage.fragment import Fragment, Given, KeyPart, join, name, number, slot, sql
from bedplate.storage.predicates import all_of, condition, present, table
from bedplate.storage.queries import from_rows
from bedplate.storage.scopes import Environment, Scope
from bedplate.storage.select import environment, field_rules, key_columns, key_equals, read_rule
from bedplate.storage.sqlite import Stored, Transaction
from bedplate.values import Access, LinkChange

__all__ = ["LinkPlan", "Links", "link_plan", "require_room", "write_links"]

Bind = Callable[[Compiled, Sequence[object]], list[Stored]]
_ADDED, _REMOVED, _LOOKED = range(3)  # the slots


@dataclass(frozen=True, slots=True)
class LinkPlan:
    """The statements of one kind of change of one relation. Slots: keys to add, to remove, and both."""

    link: LinkContract
    look: Compiled  # key and leave of each row there that may be linked
    barred: Compiled | None  # one row if something would be taken away that the other side does not let go
    remove: Compiled
    add: Compiled
    count: Compiled | None
    others: Compiled | None
    most_there: int


@dataclass(frozen=True, slots=True)
class Links:
    """One change of one relation, bound."""

    plan: LinkPlan
    change: LinkChange
    place: str

    @property
    def slots(self) -> tuple[object, ...]:
        """The values of its statements."""
        looked = self.change.add if self.change.replace else (*self.change.add, *self.change.remove)
        return self.change.add, self.change.remove, looked


def link_plan(contract: Contract, access: Access | None, resource: ResourceContract, relation: RelationContract, *, replace: bool) -> LinkPlan:
    """Compiled once for a kind of caller. Without `access` nobody's rules are asked."""
    making = _Making(contract, access, resource, relation)
    link = making.link
    other = making.target.relations.get(link.back)
    most_there = other.link.most if other is not None and other.link is not None else None
    return LinkPlan(
        link, making.look(), making.barred() if replace else None, making.replaced() if replace else making.removed(), making.added(),
        making.count() if link.most is not None else None, making.others(most_there) if most_there is not None else None, most_there or 0)


class _Making:
    """What the statements of one relation are made from."""

    def __init__(self, contract: Contract, access: Access | None, resource: ResourceContract, relation: RelationContract) -> None:
        assert relation.link is not None
        self.contract, self.access, self.resource, self.link = contract, access, resource, relation.link
        self.target = contract.resources[relation.target]
        self.owner = slot(KeyPart(0, resource.fields[resource.key[0]].type))
        self.here, self.there, self.table = name(self.link.here), name(self.link.there), name(self.link.table)

    def keys(self, place: int) -> Fragment:
        return sql("(SELECT value FROM json_each({}))", slot(Given(place, "many", self.link.key)))

    def start(self) -> tuple[Environment, Scope, Fragment]:
        env = environment(self.contract, self.access)
        row = Scope(env.aliases.fresh(), self.target)
        return env, row, key_columns(row)[0]

    def readable(self, row: Scope, env: Environment) -> list[Fragment]:
        return [*present(row), condition(read_rule(self.access, self.target), env.at(row))]

    def allowed(self, row: Scope, env: Environment) -> Fragment:
        return all_of([condition(rule, env.at(row)) for rule in field_rules(self.access, self.target, self.link.back, "update")])

    def look(self) -> Compiled:
        env, row, key = self.start()
        conditions = [sql("{} IN {}", key, self.keys(_LOOKED)), *self.readable(row, env)]
        mine, theirs = self.resource.tenant, self.target.tenant
        if mine is not None and theirs is not None and self.resource.fields[mine].target == self.target.fields[theirs].target:
            owner = Scope(env.aliases.fresh(), self.resource)
            conditions.append(sql(
                "{}.{} IS (SELECT {}.{} FROM {} WHERE {})", row.alias, name(self.target.fields[theirs].column), owner.alias,
                name(self.resource.fields[mine].column), table(self.resource, owner.alias), key_equals(owner)))
        return compiled(sql("SELECT {}, {} IS TRUE {}", key, self.allowed(row, env), from_rows(row, env, conditions)))

    def seen(self, there: Fragment, env: Environment, row: Scope) -> list[Fragment]:
        """A link as the writer can see it."""
        rules = field_rules(self.access, self.target, self.link.back)
        return [sql("{} = {}", key_columns(row)[0], there), *self.readable(row, env), *(condition(rule, env.at(row)) for rule in rules)]

    def barred(self) -> Compiled | None:
        if not field_rules(self.access, self.target, self.link.back, "update"):
            return None
        env, row, _ = self.start()
        at = env.aliases.fresh()
        there = sql("(SELECT 1 {})", from_rows(row, env, [*self.seen(sql("{}.{}", at, self.there), env, row), sql("{} IS NOT TRUE", self.allowed(row, env))]))
        return compiled(sql("SELECT 1 FROM {} AS {} WHERE {} AND EXISTS {} LIMIT 1", self.table, at, self.left(at), there))

    def left(self, at: Fragment) -> Fragment:
        """Linked, and not among what is to be linked."""
        return sql("{}.{} = {} AND {}.{} NOT IN {}", at, self.here, self.owner, at, self.there, self.keys(_ADDED))

    def replaced(self) -> Compiled:
        env, row, _ = self.start()
        at = env.aliases.fresh()
        found = sql("DELETE FROM {} AS {} WHERE {}", self.table, at, self.left(at))
        if self.access is None:
            return compiled(found)
        return compiled(sql("{} AND EXISTS (SELECT 1 {})", found, from_rows(row, env, self.seen(sql("{}.{}", at, self.there), env, row))))

    def removed(self) -> Compiled:
        return compiled(sql("DELETE FROM {} WHERE {} = {} AND {} IN {}", self.table, self.here, self.owner, self.there, self.keys(_REMOVED)))

    def added(self) -> Compiled:
        columns = join(", ", [self.here, self.there])
        values = sql("SELECT {}, value FROM json_each({}) WHERE true", self.owner, slot(Given(_ADDED, "many", self.link.key)))
        return compiled(sql("INSERT INTO {} ({}) {} ON CONFLICT DO NOTHING", self.table, columns, values))

    def count(self) -> Compiled:
        return compiled(sql("SELECT count(*) FROM {} WHERE {} = {}", self.table, self.here, self.owner))

    def others(self, most: int) -> Compiled:
        """One row if a row there has more links than the relation of its side may hold."""
        return compiled(sql(
            "SELECT 1 FROM {} WHERE {} IN {} GROUP BY {} HAVING count(*) > {} LIMIT 1",
            self.table, self.there, self.keys(_ADDED), self.there, number(most)))


# ---- on the writer's thread ------------------------------------------------------------------------------------------------------
def write_links(transaction: Transaction, links: Links, bind: Bind) -> None:
    """Raises the 400 of what may not be seen, and Forbidden for what the other side does not allow."""
    plan, slots, change = links.plan, links.slots, links.change
    looked = slots[_LOOKED]
    if looked:
        found = {row[0]: row[1] for row in transaction.run(plan.look.text, bind(plan.look, slots))}
        stored = [plan.link.key.store(key) for key in (*change.add, *(() if change.replace else change.remove))]
        missing = [f"{links.place}.{index}" for index, key in enumerate(stored) if key not in found]
        if missing:
            raise no_such_rows(missing)
        if not all(found.values()):
            raise Forbidden
    if plan.barred is not None and transaction.run(plan.barred.text, bind(plan.barred, slots)):
        raise Forbidden
    if change.replace or change.remove:
        transaction.run(plan.remove.text, bind(plan.remove, slots))
    if change.add:
        transaction.run(plan.add.text, bind(plan.add, slots))


def require_room(transaction: Transaction, links: Links, bind: Bind) -> None:
    """Raises TooManyLinked where a side has more links now than it may have."""
    plan, slots = links.plan, links.slots
    if not links.change.add:
        return
    most = plan.link.most
    if plan.count is not None and most is not None:
        (found,) = transaction.run(plan.count.text, bind(plan.count, slots))[0]
        if not isinstance(found, int) or found > most:
            raise _full(links.place, most)
    if plan.others is not None and transaction.run(plan.others.text, bind(plan.others, slots)):
        raise _full(links.place, plan.most_there)


def _full(place: str, most: int) -> TooManyLinked:
    return TooManyLinked(details=[Detail(place, "max", {"max": most}, f"There would be more than {most} of them.")])
