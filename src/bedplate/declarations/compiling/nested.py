"""Relations whose rows are written with the row that they refer to: what can be, and the check that holds their number."""
from __future__ import annotations

from bedplate.declarations.compiling.draft import Draft, Drafts, snake
from bedplate.declarations.compiling.faults import Faults
from bedplate.declarations.contract import CheckContract, RelationContract
from bedplate.declarations.fields.uuids import Uuid
from bedplate.declarations.nodes import ROW, Aggregate, Always, Compare, Constant, Related
from bedplate.declarations.wrong import WrongExpression

__all__ = ["compile_nested"]


def compile_nested(draft: Draft, drafts: Drafts, faults: Faults) -> None:
    """Each relation with `nested=True`. That it never has more rows than its `max` is a check of those rows, so that it holds for every
    way in which they are written, and when many write at once."""
    for relation in draft.relations.values():
        if not relation.nested:
            continue
        with faults.at(relation.place, f"{draft.name}.{relation.name}"):
            target = drafts.of[relation.target]
            _require_writable(draft, target, relation)
            target.checks.append(_never_more(draft, relation))


def _require_writable(draft: Draft, target: Draft, relation: RelationContract) -> None:
    if target.account or target.options.get("internal"):
        what = "an account" if target.account else "internal"
        raise WrongExpression("D380", f"{target.name} is {what}, and is never written through the API", "leave `nested` out")
    if len(target.key) != 1:
        raise WrongExpression("D381", f"{target.name} has a key of {len(target.key)} parts", "leave `nested` out, or give it one key field")
    key = draft.fields.get(draft.key[0])
    if key is not None and key.automatic == "key" and not isinstance(key.type, Uuid):
        raise WrongExpression("D382", f"the key of a new {draft.name} is made by the database, so nothing can refer to it in the same call",
                              "let the class be a `Resource`, or leave `nested` out")


def _never_more(draft: Draft, relation: RelationContract) -> CheckContract:
    rows = Related(ROW, (relation.by,), relation.name, "b0", Always())
    name = f"{snake(draft.name)}_{relation.name}_full"
    node = Compare("le", Aggregate("count", rows, None), Constant(relation.max, "integer"))
    words = f"There may be at most {relation.max} {relation.name.replace('_', ' ')} here."
    return CheckContract(name, name.upper(), words, node, own_columns=False, place=relation.place)
