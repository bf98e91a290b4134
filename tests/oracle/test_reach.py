"""What the oracle covers: it shares nothing with what it judges, and its random requests hold every form that there is."""
from __future__ import annotations

import ast
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from bedplate.declarations.contract import Contract

from .ask import OPERATORS
from .choices import seeded
from .naive import Asked
from .test_oracle import Scenario, scenario_of

HERE = Path(__file__).parent
SEEDS = 80
JUDGES = ("naive", "naive_writes", "ask", "write", "declare", "choices")


@pytest.mark.parametrize("name", JUDGES)
def test_the_evaluator_knows_declarations_only(name: str) -> None:
    """No rule, no statement and no decision of the product is part of what the product is compared with."""
    tree = ast.parse((HERE / f"{name}.py").read_text())
    modules = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and not node.level}
    modules |= {one.name for node in ast.walk(tree) if isinstance(node, ast.Import) for one in node.names}
    assert [one for one in modules if one.startswith("bedplate") and not one.startswith("bedplate.declarations")] == []


def test_what_the_evaluator_imports_imports_nothing_else_either() -> None:
    """Not by way of another module."""
    code = f"import sys; sys.path.insert(0, {str(HERE.parent)!r}); " + "; ".join(f"import oracle.{name}" for name in JUDGES) + (
        "; print([one for one in sys.modules if one.startswith(('bedplate.storage', 'bedplate.logic', 'bedplate.auth', 'bedplate.validation'))])")
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"


def test_random_scenarios_hold_everything() -> None:
    """Lists, single rows, what is below a row; nesting to depth 3; every operator on a field of every kind that has it; forbidding rules,
    rules on fields, tenants and who crosses them, parts, computed fields; sorts with ties; pages; limits at each level; strangers."""
    seen: Counter[str] = Counter()
    for seed in range(SEEDS):
        seen.update(_forms(scenario_of(seeded(seed), seed)))
    operators = {f"{kind} {op}" for kind, known in OPERATORS.items() for op in known}
    forms = {
        "one", "page", "below", "stranger", "account", "gone account", "disabled account", "depth 1", "depth 2", "depth 3", "limit", "nested limit",
        "nested filter", "nested sort", "named fields", "sort", "descending", "sort by two", "ties", "nulls sorted", "forbid", "field rule",
        "forbidden field", "tenant", "across tenants", "part", "part's own rule", "computed", "stored computed", "computed with me", "hidden",
        "to-many of max 2", "default sort",
    }
    assert sorted((forms | operators) - set(seen)) == []


def _forms(scenario: Scenario) -> Iterator[str]:
    yield from _declared(scenario.contract)
    for caller, one in scenario.asked:
        yield "one" if one.key is not None else "below" if one.parent is not None else "page"
        yield from ("stranger",) if caller is None else ("account", *_state(scenario, caller))
        yield from _asked(scenario, one.resource, one.asked, 0)


def _state(scenario: Scenario, caller: tuple[str, object]) -> Iterator[str]:
    row = scenario.rows[caller[0]].get(caller[1])  # type: ignore[call-overload]
    if row is None:
        yield "gone account"
    elif row["disabled_at"] is not None:
        yield "disabled account"


def _declared(contract: Contract) -> Iterator[str]:
    for resource in contract.resources.values():
        for rule in resource.rules:
            yield ("forbidden field" if rule.fields else "forbid") if rule.effect == "forbid" else "field rule" if rule.fields else "allow"
            if rule.across_tenants:
                yield "across tenants"
            if resource.part_of and rule.effect == "allow" and not rule.fields:
                yield "part's own rule"
        yield from ("tenant",) if resource.tenant else ()
        yield from ("part",) if resource.part_of else ()
        yield from ("default sort",) if len(resource.sort) > 1 else ()
        for computed in resource.computed.values():
            yield "computed"
            yield from ("stored computed",) if computed.stored else ()
            yield from ("computed with me",) if "'me'" in repr(computed.node) else ()
        yield from ("hidden" for one in resource.fields.values() if one.hidden)
        yield from ("to-many of max 2" for one in resource.relations.values() if one.max == 2)


def _asked(scenario: Scenario, name: str, asked: Asked, depth: int) -> Iterator[str]:
    resource, rows = scenario.contract.resources[name], scenario.rows[name].values()
    nested = "nested " if depth else ""
    yield f"depth {depth}"
    yield from (f"{nested}limit",) if asked.limit is not None else ()
    yield from ("named fields",) if asked.fields else ()
    for field, op in asked.filters:
        yield f"{(resource.fields.get(field) or resource.computed[field]).type.kind} {op}"
        yield f"{nested}filter"
    if asked.sort:
        yield f"{nested}sort"
        yield from ("sort by two",) if len(asked.sort) > 1 else ()
        yield from ("descending" for _, down in asked.sort if down)
        values = [row[asked.sort[0][0]] for row in rows if asked.sort[0][0] in row]
        yield from ("ties",) if len(set(values)) < len(values) else ()
        yield from ("nulls sorted",) if None in values else ()
    for relation, inner in asked.nested.items():
        yield from _asked(scenario, resource.relations[relation].target, inner, depth + 1)
