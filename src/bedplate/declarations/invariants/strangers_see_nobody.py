"""What strangers may read is public: personal data in it needs a rule of its own, so that nobody publishes addresses by opening a profile."""
from __future__ import annotations

from bedplate.declarations.contract import Contract, ResourceContract
from bedplate.declarations.nodes import ME, ROW, Node, Path, Related
from bedplate.declarations.tracing import walk
from bedplate.errors import Fault, Place

__all__ = ["strangers_see_nobody"]


def strangers_see_nobody(contract: Contract) -> list[Fault]:
    """No field with `pii` that is answered stands open where strangers may read rows; whoever does want that says so of the field."""
    found: list[Fault] = []
    for resource in contract.resources.values():
        opened = _opened(contract, resource, frozenset())
        bare = _bare(contract, resource) if opened is not None else []
        if opened is not None and bare:
            named = "".join(f'"{name}", ' for name in bare).rstrip() if len(bare) == 1 else ", ".join(f'"{name}"' for name in bare)
            found.append(Fault(
                "D615", f"strangers may read {resource.name}, and with it {', '.join(bare)}, which is personal",
                f"say who sees it: `@allow(\"read\", fields=({named}))` above a rule with `me`, or one with `strangers=True` where everybody may", opened))
    return found


def _opened(contract: Contract, resource: ResourceContract, below: frozenset[str]) -> Place | None:
    """The rule by which strangers may read rows; of a part that has none of its own, that of the row it is a part of."""
    if resource.internal or resource.name in below:
        return None
    own = [rule for rule in resource.rules if rule.effect == "allow" and not rule.fields and "read" in rule.verbs]
    strangers = next((rule.place for rule in own if rule.actor is None), None)
    if resource.part_of is None or (own and strangers is None):
        return strangers
    above = _opened(contract, contract.resources[resource.fields[resource.part_of].target or ""], below | {resource.name})
    return above and (strangers or resource.place)


def _bare(contract: Contract, resource: ResourceContract) -> list[str]:
    """Personal fields that no rule covers. What is computed of own ones is covered with them; of those of other rows it is told by itself."""
    stored = [one.name for one in resource.fields.values() if not (one.hidden or one.secret) and _stands_open(contract, resource, one.name)]
    computed = [one for one in resource.computed.values() if one.pii and not (one.hidden or one.secret) and not _is_ruled(resource, one.name)]
    afar = [
        one.name for one in computed
        if any(at is not resource and _stands_open(contract, at, name) for at, name in _reads(contract, resource, one.node))
    ]
    return [*stored, *afar]


def _stands_open(contract: Contract, resource: ResourceContract, name: str) -> bool:
    if _is_ruled(resource, name):
        return False
    computed = resource.computed.get(name)
    if computed is not None:
        return any(_stands_open(contract, at, near) for at, near in _reads(contract, resource, computed.node))
    return name in resource.fields and resource.fields[name].pii


def _is_ruled(resource: ResourceContract, name: str) -> bool:
    """Some rule speaks of this field to strangers: it allows somebody, which closes it to all others, or forbids it to everybody."""
    return any(name in rule.fields and "read" in rule.verbs and (rule.effect == "allow" or rule.actor is None) for rule in resource.rules)


def _reads(contract: Contract, resource: ResourceContract, node: Node) -> list[tuple[ResourceContract, str]]:
    """Every field that an expression reads, with its resource. None where it speaks of the caller: there is nobody, so it is not shown."""
    found: list[tuple[ResourceContract, str]] = []
    scopes = {ROW: resource}
    for part in walk(node):
        if not isinstance(part, Path | Related):
            continue
        if part.scope == ME:
            return []
        at = scopes[part.scope]
        for reference in part.refs:
            at = contract.resources[at.fields[reference].target or ""]
        if isinstance(part, Related):
            scopes[part.bound] = contract.resources[at.relations[part.relation].target]
        else:
            found.append((at, part.field))
    return found
