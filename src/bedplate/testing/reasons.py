"""Why somebody may do something, or not: the rules one by one, by their names."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bedplate.auth.policy import compose
from bedplate.declarations.contract import Contract, ResourceContract, Rule
from bedplate.declarations.nodes import Always, Never, Node
from bedplate.logic.who import key_tuple
from bedplate.testing.inspection import Caller, Inspection, Place

__all__ = ["Reasons", "closed_by_declaration"]

_BUILT_IN = ("read", "create", "update", "delete")


class Reasons:
    """Asks the parts of a predicate one by one on a row. The decision itself is taken elsewhere; here it is put into words."""

    def __init__(self, contract: Contract, inspection: Inspection) -> None:
        self._contract = contract
        self._inspection = inspection

    def faults(self, place: Place, verb: str, caller: Caller, field: str = "") -> list[str]:
        """What stands against it, in words that begin with the part: tenant, closed, rules, forbidden, field, part of. Empty: nothing."""
        if self._inspection.values(place) is None:
            return [f"gone: there is no such {place.resource.name}"]
        if caller.kind is not None and not self._alive(caller):
            return [f"account: the {caller.kind} is gone or disabled"]
        resource = place.resource
        rules = [rule for rule in resource.rules if not rule.fields and verb in _governed(rule)]
        found = [*self._not_allowed(place, verb, caller, rules), *self._forbidden(place, caller, rules), *self._parent(place, verb, caller, rules)]
        if field:
            found += self._field(place, verb, caller, field)
        return found

    def reasons(self, place: Place, verb: str, caller: Caller) -> list[str]:
        """The rules that allow it, by name."""
        rules = [rule for rule in place.resource.rules if not rule.fields and verb in _governed(rule) and rule.effect == "allow"]
        holding = [rule.name for rule in self._holding(place, caller, rules)]
        return holding or [f"part of {place.resource.part_of}"]

    # ---- the parts
    def _not_allowed(self, place: Place, verb: str, caller: Caller, rules: list[Rule]) -> list[str]:
        resource = place.resource
        allowing = [rule for rule in rules if rule.effect == "allow"]
        is_part = resource.part_of is not None and verb in _BUILT_IN
        if not allowing:
            return self._tenant(place, caller) if is_part else [f"closed: no rule opens `{verb}` of {resource.name} to anybody"]
        mine = [rule for rule in allowing if _concerns(rule, caller)]
        if not mine:
            who = "strangers" if caller.kind is None else f"a {caller.kind}"
            return [f"closed: no rule opens `{verb}` of {resource.name} to {who} ({_names(allowing)})"]
        holding = self._holding(place, caller, mine)
        walls = [] if any(rule.across_tenants for rule in holding) else self._tenant(place, caller)
        return [*walls, *([] if holding else [f"rules: {_none_of(mine)}"])]

    def _tenant(self, place: Place, caller: Caller) -> list[str]:
        wall = self._wall(place.resource, caller)
        if isinstance(wall, Always) or self._inspection.holds(place, wall, caller):
            return []
        return [f"tenant: the {place.resource.tenant} of this {place.resource.name} is not the caller's"]

    def _wall(self, resource: ResourceContract, caller: Caller) -> Node:
        """What `auth` makes of a resource on which everything is allowed: the wall between tenants, and nothing else."""
        everything = Rule("everything", "allow", ("read",), (), Always(), None, resource.place)
        open_to_all = replace(resource, rules=(everything,), part_of=None, actions={}, computed={})
        contract = replace(self._contract, resources={**self._contract.resources, resource.name: open_to_all}, endpoints=())
        access = compose(contract)[caller.kind].rows.get((resource.name, "read"))
        return Never() if access is None else access.whole

    def _forbidden(self, place: Place, caller: Caller, rules: list[Rule]) -> list[str]:
        forbidding = [rule for rule in rules if rule.effect == "forbid" and _concerns(rule, caller)]
        return [f"forbidden by {_named(rule)}" for rule in self._holding(place, caller, forbidding)]

    def _parent(self, place: Place, verb: str, caller: Caller, rules: list[Rule]) -> list[str]:
        resource = place.resource
        values = None if resource.part_of is None else self._inspection.values(place)
        if resource.part_of is None or values is None or values[resource.part_of] is None:
            return []
        parent = Place(self._contract.resources[resource.fields[resource.part_of].target or ""], key_tuple(values[resource.part_of]))
        replaced = any(rule.effect == "allow" for rule in rules)
        asked = ("read",) if verb == "read" or replaced else ("read", "update")
        return [f"part of {resource.part_of}, {each}: {fault}" for each in asked for fault in self.faults(parent, each, caller)]

    def _field(self, place: Place, verb: str, caller: Caller, field: str) -> list[str]:
        resource = place.resource
        found = closed_by_declaration(resource, verb, field)
        rules = [rule for rule in resource.rules if field in rule.fields and verb in _governed(rule)]
        allowing = [rule for rule in rules if rule.effect == "allow"]
        mine = [rule for rule in allowing if _concerns(rule, caller)]
        if allowing and not self._holding(place, caller, mine):
            found.append(f"field {field}: {_none_of(allowing)}")
        forbidding = [rule for rule in rules if rule.effect == "forbid" and _concerns(rule, caller)]
        return [*found, *(f"field {field}: forbidden by {_named(rule)}" for rule in self._holding(place, caller, forbidding))]

    def _holding(self, place: Place, caller: Caller, rules: Iterable[Rule]) -> list[Rule]:
        return [rule for rule in rules if _concerns(rule, caller) and self._inspection.holds(place, rule.node, caller)]

    def _alive(self, caller: Caller) -> bool:
        account = self._contract.resources[caller.kind or ""]
        key = account.fields[account.key[0]].type.parse_text(caller.key or "")
        return self._inspection.holds(Place(account, (key,)), Always(), caller)


def _concerns(rule: Rule, caller: Caller) -> bool:
    return rule.actor is None or (caller.kind is not None and rule.actor in ("*", caller.kind))


def _governed(rule: Rule) -> set[str]:
    return {"read" if verb == "list" else verb for verb in rule.verbs}


def _names(rules: Iterable[Rule]) -> str:
    return ", ".join(_named(rule) for rule in rules)


def _none_of(rules: list[Rule]) -> str:
    return f"{_named(rules[0])} does not hold" if len(rules) == 1 else f"none of {_names(rules)} holds"


def _named(rule: Rule) -> str:
    return f"{rule.name} ({rule.place.file.rpartition('/')[2]}:{rule.place.line})"


def closed_by_declaration(resource: ResourceContract, verb: str, field: str) -> list[str]:
    """What `hidden`, `secret`, `writable` and `immutable` say, whoever asks."""
    stored = resource.fields.get(field)
    if verb == "read":
        found = stored or resource.computed[field]
        return [f"field {field}: it is hidden"] if found.hidden or found.secret else []
    if verb not in ("create", "update"):
        return []
    if stored is None or not stored.writable or (stored.immutable and verb == "update"):
        return [f"field {field}: it is not writable"]
    return []
