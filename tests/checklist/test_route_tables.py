"""Frameworks that are read as tables: every route as mounted, with its guards, limits and inputs; and no rule is asked about them."""
from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from bedplate.checklist.items import load
from bedplate.checklist.review.frameworks import LISTED
from bedplate.checklist.review.run import review
from bedplate.tools.review import review as command

HERE = Path(__file__).parent / "tables"


@pytest.mark.parametrize("framework", LISTED)
def test_the_table_is_the_one_that_was_looked_at(framework: str) -> None:
    """Methods, paths with all prefixes, handlers, who is asked for, limits, inputs and answers."""
    shown = CliRunner().invoke(command, [str(HERE / framework), "--routes"]).stdout
    kept = HERE / f"{framework}.txt"
    if os.environ.get("BEDPLATE_WRITE_GOLDENS"):
        kept.write_text(shown, encoding="utf-8")
    assert shown == kept.read_text(encoding="utf-8")


@pytest.mark.parametrize("framework", LISTED)
def test_every_item_is_unsupported_there(framework: str) -> None:
    """A table is no check, and the report says so."""
    report = review(HERE / framework)
    assert {gap.item for gap in report.unsupported if gap.framework == framework} == set(load())
    assert framework in report.unread
    assert [finding for finding in report.findings if finding.framework == framework] == []


@pytest.mark.parametrize(("framework", "old", "new"), [
    ("starlette", "Route('/account'", "Route('/ac' + str(1)"), ("litestar", "path = '/books'", "path = str(1)"),
    ("ninja", "@api.get('/open'", "@api.get(open_path()"), ("aiohttp", "web.get('/me'", "web.get(str(1)"),
])  # fmt: skip
def test_a_path_that_is_made_at_run_time_is_not_guessed(framework: str, old: str, new: str, tmp_path: Path) -> None:
    """Where it stands in the table, or nowhere: never under a made-up path."""
    for file in (HERE / framework).rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        (tmp_path / file.name).write_text(text.replace(old, new), encoding="utf-8")
    shown = CliRunner().invoke(command, [str(tmp_path), "--routes"])
    assert shown.exit_code == 0
    assert "None" not in shown.stdout
