"""Items, rules and examples are joined: nothing is orphaned, nothing is claimed without an example."""
from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from corpus import examples

from bedplate.checklist import items
from bedplate.checklist.items import load
from bedplate.checklist.review.rules.registry import RULES

HELD = sorted({(item, framework) for rule in RULES for item in rule.items for framework in rule.frameworks})


def test_every_item_stands_in_a_file_of_its_slug() -> None:
    """`items/some_slug.py` holds the item `some-slug`."""
    files = {path.stem.replace("_", "-") for path in Path(items.__path__[0]).glob("*.py") if path.stem != "__init__"}
    assert files == set(load())


def test_codes_are_unique_and_every_field_is_filled() -> None:
    """Two items never share a stable code; each has words, references and at least one enforcer."""
    found = list(load().values())
    assert max(Counter(item.code for item in found).values()) == 1
    for item in found:
        assert item.title
        assert item.why
        assert item.cure
        assert any(reference.startswith("CWE-") for reference in item.references), item.slug
        assert item.enforced_by


def test_every_rule_finds_items_that_exist() -> None:
    """A rule never names an item that is not on the list, and each of them says that review enforces it."""
    for rule in RULES:
        for item in rule.items:
            assert "review" in load()[item].enforced_by


def test_every_example_belongs_to_an_item() -> None:
    """The folder of an example is the slug of an item."""
    assert {each.slug for each in examples()} <= set(load())


@pytest.mark.parametrize(("item", "framework"), HELD, ids=lambda value: str(value))
def test_what_is_claimed_is_shown(item: str, framework: str) -> None:
    """Each pair of item and framework that a rule claims has two flawed and two near-miss examples."""
    kinds = Counter(each.flawed for each in examples() if (each.slug, each.framework) == (item, framework))
    assert kinds[True] >= 2, kinds
    assert kinds[False] >= 2, kinds


def test_an_example_is_an_application_of_several_files() -> None:
    """Nothing is one file alone: helpers, models and handlers stand apart, as in real code."""
    alone = [each.name for each in examples() if len([path for path in each.path.rglob("*.py") if path.stat().st_size]) < 2]
    assert alone == []


def test_examples_are_not_stamped_from_one_template() -> None:
    """Two flawed examples of one item and framework share less than half of their lines."""
    by_pair: dict[tuple[str, str], list[set[str]]] = {}
    for each in examples():
        if each.flawed:
            lines = {line.strip() for path in each.path.rglob("*.py") for line in path.read_text(encoding="utf-8").splitlines() if line.strip()}
            by_pair.setdefault((each.slug, each.framework), []).append(lines)
    for pair, texts in by_pair.items():
        for left, right in zip(texts, texts[1:], strict=False):
            assert len(left & right) < 0.5 * min(len(left), len(right)), pair
