"""Who may do what: all rules of an application composed, once at boot, into one `Access` for each kind of caller.

For a verb on a resource: some allowing rule holds (for the caller's kind, for every account, or without a caller at all), within the
caller's tenant unless the rule says otherwise; and no forbidding rule is true. What no rule opens is closed. A part of another row
needs that row readable for everything, and updatable to be written, unless a rule of its own takes the place of the latter.
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bedplate.auth.predicates import ALWAYS, NEVER, all_of, any_of, from_child, leaves, not_null, not_true, simplify, speaks_of_row
from bedplate.declarations.contract import Contract, ResourceContract, Rule
from bedplate.declarations.endpoints import Only
from bedplate.declarations.nodes import ME, ROW, Compare, Never, Node, Path, Related
from bedplate.declarations.reports import ReportContract
from bedplate.values import Access, RowAccess

__all__ = ["compose"]

_BUILT_IN = ("read", "create", "update", "delete")


def compose(contract: Contract) -> Mapping[str | None, Access]:
    """One `Access` for strangers (None) and for each account resource. Pure."""
    return {kind: _access(contract, kind) for kind in (None, *contract.accounts)}


def _access(contract: Contract, kind: str | None) -> Access:
    view = _View(contract, kind)
    rows: dict[tuple[str, str], RowAccess] = {}
    for resource in contract.resources.values():
        for verb in _verbs(resource):
            access = view.rows(resource, verb)
            if not isinstance(access.whole, Never):
                rows[resource.name, verb] = access
    rows.update(_endpoints(contract, kind))
    fields = _fields(view, rows)
    for report in contract.reports.values():
        rows.update(view.report(report))
        fields.update(view.columns(report))
    return Access(kind, rows, fields)


def _verbs(resource: ResourceContract) -> tuple[str, ...]:
    named = (verb for rule in resource.rules if not rule.fields for verb in rule.verbs)
    return tuple(dict.fromkeys((*_BUILT_IN, *(_governed(verb) for verb in named))))


def _governed(verb: str) -> str:
    return "read" if verb == "list" else verb


@dataclass(frozen=True, slots=True)
class _View:
    """The rules as one kind of caller meets them."""

    contract: Contract
    kind: str | None
    _known: dict[tuple[str, str], RowAccess] = field(default_factory=dict)

    def rows(self, resource: ResourceContract, verb: str) -> RowAccess:
        """The predicate of one verb. Parts that contain each other, which declarations refuse, would be closed."""
        pair = (resource.name, verb)
        if pair not in self._known:
            self._known[pair] = RowAccess(NEVER, NEVER)
            self._known[pair] = self._composed(resource, verb)
        return self._known[pair]

    def _composed(self, resource: ResourceContract, verb: str) -> RowAccess:
        action = resource.actions.get(verb)
        rules = [rule for rule in resource.rules if not rule.fields and verb in {_governed(named) for named in rule.verbs}]
        forbidden = [not_true(simplify(rule.node)) for rule in rules if rule.effect == "forbid" and self.concerns(rule)]
        allowing = [rule for rule in rules if rule.effect == "allow"]
        if action is not None and not action.instance:
            return _of_caller(all_of((self._allowed(None, allowing), *forbidden)))
        if resource.part_of is None:
            whole = all_of((self._allowed(resource, allowing), *forbidden))
            return RowAccess(whole, whole)
        if not allowing and verb not in _BUILT_IN:
            return RowAccess(NEVER, NEVER)
        own = self._allowed(resource, allowing) if allowing else self.tenant(resource)
        within = all_of((own, *forbidden))
        return RowAccess(all_of((self._parent(resource, verb, replaced=bool(allowing)), within)), within)

    def _parent(self, resource: ResourceContract, verb: str, *, replaced: bool) -> Node:
        """What a part asks of the row it belongs to."""
        assert resource.part_of is not None
        reference = resource.fields[resource.part_of]
        parent = self.contract.resources[reference.target or ""]
        asked = ["read"] if verb == "read" or replaced else ["read", "update"]
        key = parent.key[0] if len(parent.key) == 1 else None
        seen = [from_child(self.rows(parent, each).whole, reference.name, key) for each in asked]
        if parent.deletion:  # the way to a deleted row leads nowhere, and a rule that holds for every row does not take it
            seen.append(not_null(parent.key[0], reference.name))
        return all_of((not_null(reference.name), *seen) if reference.nullable else seen)

    def concerns(self, rule: Rule) -> bool:
        """Rules without a caller hold for everybody; those for accounts only for accounts of that kind."""
        return rule.actor is None or (self.kind is not None and rule.actor in ("*", self.kind))

    def _allowed(self, resource: ResourceContract | None, rules: list[Rule]) -> Node:
        """Some rule holds, in the caller's tenant where there is a row that has one."""
        mine = [rule for rule in rules if self.concerns(rule)]
        if resource is None:
            return any_of(simplify(rule.node) for rule in mine)
        walled = any_of(simplify(rule.node) for rule in mine if not rule.across_tenants)
        open_ones = [simplify(rule.node) for rule in mine if rule.across_tenants]
        return any_of((all_of((self.tenant(resource), walled)), *open_ones))

    def tenant(self, resource: ResourceContract) -> Node:
        """The row belongs to the caller's tenant. A row without tenant, and a caller without one, match nothing (SQL `=`)."""
        if resource.tenant is None:
            return ALWAYS
        account = self.contract.resources.get(self.kind or "")
        target = resource.fields[resource.tenant].target
        mine = _tenant_of_caller(account, target) if account is not None else None
        return NEVER if mine is None else Compare("eq", Path(ROW, (), resource.tenant), mine)

    def field_rule(self, resource: ResourceContract, verb: str, name: str) -> Node:
        """What must hold for one field besides the rule for its row."""
        rules = [rule for rule in resource.rules if name in rule.fields and verb in {_governed(named) for named in rule.verbs}]
        allowing = [rule for rule in rules if rule.effect == "allow"]
        crossing = any(rule.across_tenants for rule in resource.rules if not rule.fields and self.concerns(rule))
        allowed = self._allowed(resource if crossing else None, allowing) if allowing else ALWAYS
        forbidden = (not_true(simplify(rule.node)) for rule in rules if rule.effect == "forbid" and self.concerns(rule))
        inherited = self._inherited(resource, name) if verb == "read" else ALWAYS
        return all_of((allowed, *forbidden, inherited))

    def _inherited(self, resource: ResourceContract, name: str) -> Node:
        """A computed field is as closed as all that it reads, near and far."""
        computed = resource.computed.get(name)
        if computed is None:
            return ALWAYS
        near = [self.field_rule(resource, "read", each) for each in computed.reads if each != name]
        return all_of((*near, *self._far(resource, computed.node)))

    def report(self, report: ReportContract) -> dict[tuple[str, str], RowAccess]:
        """Who may ask for a report, and carry it away; its rules speak of the caller only."""
        found: dict[tuple[str, str], RowAccess] = {}
        for verb in dict.fromkeys(verb for rule in report.rules for verb in rule.verbs):
            rules = [rule for rule in report.rules if verb in rule.verbs]
            forbidden = (not_true(simplify(rule.node)) for rule in rules if rule.effect == "forbid" and self.concerns(rule))
            access = _of_caller(all_of((self._allowed(None, [rule for rule in rules if rule.effect == "allow"]), *forbidden)))
            if not isinstance(access.whole, Never):
                found[report.name, verb] = access
        return found

    def columns(self, report: ReportContract) -> dict[tuple[str, str, str], Node]:
        """A column is as closed as all that it reads, and so is what a report says of its rows (under the name "")."""
        of = self.contract.resources[report.of]
        read = {"": (report.where,), **{one.name: (one.node, one.where) for one in (*report.grid.groups.values(), *report.grid.measures.values())}}
        nodes = {name: all_of(rule for node in parts if node is not None for rule in self._far(of, node)) for name, parts in read.items()}
        return {(report.name, "read", name): node for name, node in nodes.items() if node != ALWAYS}

    def _far(self, resource: ResourceContract, node: Node) -> list[Node]:
        """The rule of each field on each way: references that are followed and relations that are counted are read too."""
        found: list[Node] = []
        scopes: dict[str, ResourceContract] = {}
        for leaf in leaves(node):
            if leaf.scope == ME:  # their own account is known to the caller; the rows of its relations are rows like others
                at = _follow(self.contract, self.contract.resources[self.kind or self.contract.accounts[0]], leaf.refs)
            else:
                at = scopes.get(leaf.scope, resource)
                for depth, reference in enumerate(leaf.refs):
                    found.append(self._seen_from_afar(at, reference, leaf.scope, leaf.refs[:depth]))
                    at = _follow(self.contract, at, (reference,))
                last = leaf.relation if isinstance(leaf, Related) else leaf.field
                found.append(self._seen_from_afar(at, last, leaf.scope, leaf.refs))
            if isinstance(leaf, Related):
                scopes[leaf.bound] = self.contract.resources[at.relations[leaf.relation].target]
        return found

    def _seen_from_afar(self, target: ResourceContract, name: str, scope: str, refs: tuple[str, ...]) -> Node:
        rule = self.field_rule(target, "read", name)
        if not speaks_of_row(rule):
            return rule
        if scope != ROW:
            return NEVER  # one of many rows: a rule about that row cannot be asked for the sum of them
        for reference in reversed(refs):
            rule = from_child(rule, reference, None)
        return rule


def _of_caller(node: Node) -> RowAccess:
    """A collection action has no row: a rule that speaks of one opens nothing."""
    return RowAccess(NEVER, NEVER) if speaks_of_row(node) else RowAccess(node, node)


def _tenant_of_caller(account: ResourceContract, target: str | None) -> Path | None:
    if target is not None and account.name == target and len(account.key) == 1:
        return Path(ME, (), account.key[0])
    if account.tenant is None or account.fields[account.tenant].target != target:
        return None
    return Path(ME, (), account.tenant)


def _follow(contract: Contract, resource: ResourceContract, refs: tuple[str, ...]) -> ResourceContract:
    for reference in refs:
        resource = contract.resources[resource.fields[reference].target or ""]
    return resource


def _fields(view: _View, rows: Mapping[tuple[str, str], RowAccess]) -> dict[tuple[str, str, str], Node]:
    found: dict[tuple[str, str, str], Node] = {}
    for resource in view.contract.resources.values():
        ruled = dict.fromkeys((name, _governed(verb)) for rule in resource.rules for name in rule.fields for verb in rule.verbs)
        ruled.update(dict.fromkeys((name, "read") for name in resource.computed))
        for name, verb in ruled:
            node = view.field_rule(resource, verb, name)
            if node != ALWAYS and (resource.name, verb) in rows:
                found[resource.name, verb, name] = node
    return found


def _endpoints(contract: Contract, kind: str | None) -> dict[tuple[str, str], RowAccess]:
    """`only(rule)` of an endpoint is a verb of its own on the caller's account row: (kind, "endpoint:<name>")."""
    found: dict[tuple[str, str], RowAccess] = {}
    for endpoint in contract.endpoints:
        auth: object = endpoint.auth
        if kind is None or not isinstance(auth, Only) or endpoint.caller not in (None, "*", kind):
            continue
        node = simplify(auth.rule)
        account = contract.resources[kind]
        if all(leaf.scope != ME or _has(account, leaf) for leaf in leaves(node)):
            found[kind, f"endpoint:{endpoint.name}"] = RowAccess(node, node)
    return found


def _has(account: ResourceContract, leaf: Path | Related) -> bool:
    name = leaf.refs[0] if leaf.refs else leaf.field if isinstance(leaf, Path) else leaf.relation
    return name in account.fields or name in account.computed or name in account.relations
