"""Change sets made ready for the writer, on the loop: every statement is compiled once for its shape, and bound."""
from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, cast

from bedplate.declarations.contract import Contract, ResourceContract
from bedplate.declarations.nodes import Always, Next, Node
from bedplate.storage import deletion, writing
from bedplate.storage.batches import Batch, Batches
from bedplate.storage.changes import asked, given_of, stamped
from bedplate.storage.compiled import Compiled, compiled
from bedplate.storage.expression_kinds import instant_text
from bedplate.storage.guards import Guards
from bedplate.storage.history import told_of
from bedplate.storage.lifting import Lifting
from bedplate.storage.linking import LinkPlan, Links, link_plan
from bedplate.storage.numbers import Draw, draw_for_row, kept_or_next, serials
from bedplate.storage.plans import Kept, SelectionPlans, chosen_variant
from bedplate.storage.prepared import Caller, Key, Prepared, Write
from bedplate.storage.queries import select_permission
from bedplate.storage.select import actor_key, variant_slots
from bedplate.storage.wholes import Wholes
from bedplate.storage.word_keeping import WordKeeper
from bedplate.storage.writing import After
from bedplate.values import Access, ChangeSet, Delete, Found, Insert, LinkChange, Selection, Step, Update

__all__ = ["Preparing"]

_NODES = Always.__module__


class Preparing:
    """Keeps the statements by their shape."""

    def __init__(self, contract: Contract, selections: SelectionPlans) -> None:
        self._contract = contract
        self._selections = selections
        self.statements: Kept[Any] = Kept()
        self._guards = Guards(contract, self.statements)
        self._serials = serials(contract)
        self._words = WordKeeper(contract)
        self._recorded = any(one.history for one in contract.resources.values())
        self._wholes = Wholes(contract)
        self._followers = {one.name: deletion.Followers(contract, one) for one in contract.resources.values() if one.deletion == "own"}
        self._batches = Batches(contract, self.statements, self._followers)

    def prepare(self, change: ChangeSet) -> Prepared:
        """All of it, for one work of the writer."""
        caller = Caller(actor_key(self._contract, change.actor), change.now)
        fused = _fused(change)
        if len(change.changes) < 2:
            writes: tuple[Write | Batch, ...] = tuple([self._write(change, one, fused[1] if fused else None) for one in change.changes])
        else:
            writes = tuple(self._writes(change, fused))
        read, answer = None, change.answer
        if answer is not None and answer.selection is not None and not fused:
            read = self._selections.plan(change.access, answer.selection, answer.slots).statement
        return Prepared(
            change, caller, self._require(change), self._guards.prepare(change), writes, read, self._contract.resources, self._each(change), self._found(change),
            self._words.prepare(change), told_of(change, instant_text(change.now), caller.key) if self._recorded else (),
            self._wholes.prepare(change))

    def _writes(self, change: ChangeSet, fused: tuple[Insert | Update, Step] | None) -> Iterator[Write | Batch]:
        deletes = False
        for together, run in self._batches.runs(change.changes):
            if together and not (fused and fused[0] in run):
                yield self._batches.batch(change, run, after_deletes=deletes)
            else:
                for one in run:
                    yield self._write(change, one, fused[1] if fused and fused[0] is one else None)
            deletes = deletes or isinstance(run[0], Delete)

    def _each(self, change: ChangeSet) -> Compiled | None:
        if change.each is None or change.each.selection is None:
            return None
        selection, access = change.each.selection, change.access
        variant = chosen_variant(variant_slots(selection), change.each.slots)
        found: Compiled = self.statements.get(
            ("each shown", access, selection, variant), lambda: writing.shown(self._contract, access, selection, variant))
        return found

    def _found(self, change: ChangeSet) -> tuple[Compiled, Found] | None:
        if change.found is None:
            return None
        return self._selections.plan(change.access, change.found.selection, change.found.slots).statement, change.found

    def _require(self, change: ChangeSet) -> tuple[Compiled, Key] | None:
        if change.require is None:
            return None
        name, verb, key = change.require
        access, resource = change.access, self._contract.resources[name]
        if key:
            return self._before(change, resource, verb, ()), key
        make = lambda: compiled(select_permission(self._contract, access, resource, verb, keyed=False))  # noqa: E731
        return self.statements.get(("permission", access, name, verb), make), ()

    def _before(
        self, change: ChangeSet, resource: ResourceContract, verb: str | None, given: tuple[str, ...], one: Update | Delete | None = None
    ) -> Compiled:
        within = one.within[0] if one is not None and one.within is not None else None
        make = lambda: writing.before(self._contract, change.access, resource, verb, given, within)  # noqa: E731
        found: Compiled = self.statements.get(("before", change.access, resource.name, verb, given, within), make)
        return found

    def _write(self, change: ChangeSet, one: Insert | Update | Delete, fused: Step | None) -> Write:
        resource = self._contract.resources[one.resource]
        if isinstance(one, Insert):
            return self._insert(change, one, resource, fused)
        if isinstance(one, Update):
            if resource.deletion == "own" and one.verb == "restore":
                return self._restore(change, one, resource, fused)
            return self._update(change, one, resource, fused)
        if resource.deletion == "own":
            return self._mark(change, one, resource) if one.verb == "delete" else self._purge(change, one, resource)
        before = self._before(change, resource, "delete" if one.authority == "caller" else None, (), one) if asked(change, one) else None
        statement = self.statements.get(("delete", one.resource), lambda: writing.delete(resource))
        return Write(one, resource, before, statement, (), None, (), None)

    def _mark(self, change: ChangeSet, one: Delete, resource: ResourceContract) -> Write:
        before = self._before(change, resource, "delete" if one.authority == "caller" else None, (), one) if asked(change, one) else None
        statement = self.statements.get(("mark", one.resource), lambda: deletion.mark(resource))
        return Write(one, resource, before, statement, (), None, (), None, follow=self._followers[one.resource].go)

    def _purge(self, change: ChangeSet, one: Delete, resource: ResourceContract) -> Write:
        statement = self.statements.get(("purge", one.resource), lambda: deletion.purge(resource))
        return Write(one, resource, self._before_return(change, one, resource), statement, (), None, (), None)

    def _restore(self, change: ChangeSet, one: Update, resource: ResourceContract, fused: Step | None) -> Write:
        """Its rule must hold of the row as it comes back, too, and every check."""
        statement = self.statements.get(("unmark", one.resource), lambda: deletion.unmark(resource))
        after, slots = self._after(change, resource, one.verb if one.authority == "caller" else None, (), ("deleted_at",), (), fused)
        back = self._followers[one.resource].come_back
        return Write(
            one, resource, self._before_return(change, one, resource), statement, (), after, slots, None,
            follow=lambda transaction, key, _: back(transaction, key))

    def _before_return(self, change: ChangeSet, one: Update | Delete, resource: ResourceContract) -> Compiled:
        verb = one.verb if one.authority == "caller" else None
        make = lambda: deletion.before_return(self._contract, change.access, resource, verb)  # noqa: E731
        found: Compiled = self.statements.get(("before return", change.access, resource.name, verb), make)
        return found

    def _insert(self, change: ChangeSet, one: Insert, resource: ResourceContract, fused: Step | None) -> Write:
        names = tuple(one.values)
        serials = self._serials.get(one.resource)
        drawn: tuple[str, ...] = ()
        if serials is not None:
            drawn = (*[name for name in names if isinstance(one.values[name], Next)], *serials.missing(names))
            names = (*names, *(name for name in drawn if name not in names))
        stored = tuple([None if name in drawn or (value := one.values[name]) is None else resource.fields[name].type.store(value) for name in names])
        draws = serials.draws(names, stored, drawn) if serials is not None and drawn else ()
        returning = not one.key
        statement = self.statements.get(
            ("insert", one.resource, names, returning), lambda: writing.insert(resource, names, returning=returning))
        verb, given = ("create", given_of(one, names)) if one.authority == "caller" else (None, ())
        after, slots = self._after(change, resource, verb, given, None, (), fused)
        imagined = None
        if verb is not None:
            imagined = self._imagined(change, resource, verb, given, dict.fromkeys(names), new=True)
        return Write(one, resource, None, statement, stored, after, slots, imagined, self._links(change, one, resource) if one.links else (), draws)

    def _update(self, change: ChangeSet, one: Update, resource: ResourceContract, fused: Step | None) -> Write:
        values = stamped(one, resource, change.now)
        nodes = {name: value for name, value in values.items() if type(value).__module__ == _NODES}
        plain = {name: value for name, value in values.items() if name not in nodes}
        lifting = Lifting(tuple([None if value is None else resource.fields[name].type.store(value) for name, value in plain.items()]))
        assigned: dict[str, Node | None] = dict.fromkeys(plain)
        draws: list[Draw] = []
        for name, node in nodes.items():
            if isinstance(node, Next):
                draws.append(Draw(self._draw(resource, name), len(lifting.values)))
            assigned[name] = lifting.lift(kept_or_next(cast("Node", node)))
        statement = None
        if assigned or (one.links and not resource.adopted):
            access = change.access if nodes else None
            statement = self.statements.get(
                ("update", access, one.resource, tuple(assigned.items())),
                lambda: writing.update(self._contract, change.access, resource, assigned))
        verb, given = (one.verb, given_of(one, tuple(values))) if one.authority == "caller" else (None, ())
        before = None
        if asked(change, one):
            before = self._before(change, resource, None if one.authority == "system" else one.verb, given, one)
        written = tuple(assigned) or tuple([link.relation for link in one.links])
        after, slots = self._after(change, resource, verb, given, written, tuple(nodes), fused)
        imagined = None
        if verb is not None:
            imagined = self._imagined(change, resource, verb, given, assigned, new=False)
        links = self._links(change, one, resource) if one.links else ()
        return Write(one, resource, before, statement, tuple(lifting.values), after, slots, imagined, links, tuple(draws))

    def _links(self, change: ChangeSet, one: Insert | Update, resource: ResourceContract) -> tuple[Links, ...]:
        access = change.access if one.authority == "caller" else None
        return tuple([Links(self._link_plan(access, resource, link), link, f"{one.place}.{link.relation}") for link in one.links])

    def _link_plan(self, access: Access | None, resource: ResourceContract, link: LinkChange) -> LinkPlan:
        make = lambda: link_plan(self._contract, access, resource, resource.relations[link.relation], replace=link.replace)  # noqa: E731
        found: LinkPlan = self.statements.get(("links", access, resource.name, link.relation, link.replace), make)
        return found

    def _draw(self, resource: ResourceContract, name: str) -> Compiled:
        found: Compiled = self.statements.get(("draw", resource.name, name), lambda: draw_for_row(resource, resource.fields[name]))
        return found

    def _after(
        self, change: ChangeSet, resource: ResourceContract, verb: str | None, given: tuple[str, ...], written: tuple[str, ...] | None,
        computed: tuple[str, ...], fused: Step | None,
    ) -> tuple[After | None, tuple[object, ...]]:
        answer: Selection | None = None if fused is None else fused.selection
        slots = () if fused is None else fused.slots
        variant = chosen_variant(variant_slots(answer), slots) if answer is not None else frozenset[int]()
        changed = None if written is None else written[:1]
        make = lambda: (  # noqa: E731
            writing.after(self._contract, change.access, resource, verb, given, changed, computed, answer, variant),)
        place = ("after", change.access, resource.name, verb, given, changed, computed, answer, variant)
        return self.statements.get(place, make)[0], slots

    def _imagined(
        self, change: ChangeSet, resource: ResourceContract, verb: str, given: tuple[str, ...], assigned: writing.Assigned, *, new: bool
    ) -> Callable[[], After]:
        return lambda: writing.imagined(self._contract, change.access, resource, verb, given, assigned, new=new)


def _fused(change: ChangeSet) -> tuple[Insert | Update, Step] | None:
    """The write whose row is the answer, with the answer: the look at that row, which comes after all writes, then gives it too."""
    answer = change.answer
    if answer is None or answer.selection is None:
        return None
    resource = answer.selection.resource
    written = [one for one in change.changes if not isinstance(one, Delete) and one.resource == resource and one.key == answer.key]
    if not written or (not answer.key and len(written) > 1):
        return None
    return written[-1], answer
