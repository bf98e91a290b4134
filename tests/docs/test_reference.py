"""The reference pages know all that there is: public names, settings, kinds of log lines, limits; and their examples compile."""
from __future__ import annotations

import dataclasses
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import get_args

import pytest
from documents import blocks_of, edited

import bedplate
from bedplate.declarations.fields.operators import Operator
from bedplate.declarations.operations import CREDENTIAL_LIMIT
from bedplate.settings import Settings
from bedplate.storage.idempotency import KEPT_FOR
from bedplate.testing import Answer, Bed, Client
from bedplate.validation.fields_parameter import DEPTH_MAX, FIELDS_MAX
from bedplate.validation.preconditions import TAGS_MAX
from bedplate.validation.query import FILTERS_MAX, IN_MAX, NESTED_LIMIT, SORTS_MAX
from bedplate.web.catalogue import framework_refusals

DOCS = Path(__file__).parents[2] / "docs"


def page(name: str) -> str:
    """The text of a page."""
    return (DOCS / name).read_text(encoding="utf-8")


def built(document: str, file: str) -> str:
    """What the blocks of a page make of one file."""
    text = ""
    for block in blocks_of(document):
        if block.says == f"file={file}":
            text = block.text
        elif block.says == f"edit={file}":
            text = edited(text, block.text)
    return text


def test_every_public_name_is_told_of() -> None:
    """Each name that `bedplate` exports stands in declarations.md by itself."""
    told = set(re.findall(r"`(\w+)`", page("declarations.md")))
    assert sorted(set(bedplate.__all__) - told - {"App"}) == []


def test_the_declarations_compile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The blocks of declarations.md are one application without a fault, which uses what the page tells of."""
    source = built(page("declarations.md"), "shop.py")
    (tmp_path / "shop_of_the_docs.py").write_text(source, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    try:
        contract = import_module("shop_of_the_docs").app.contract
    finally:
        sys.modules.pop("shop_of_the_docs", None)
    assert set(contract.resources) == {"Person", "Warehouse", "Country", "Product", "Order", "Line", "Visit", "Imported", "Wish"}
    assert {one.id for one in contract.operations} >= {"order.pay", "order.close_old", "endpoint.bank", "endpoint.stock"}


def test_every_setting_is_told_of() -> None:
    """Each setting stands in settings.md with its default as a value of the environment."""
    rows = dict(re.findall(r"^\| `BEDPLATE_(\w+)` \| ([^|]*) \|", page("settings.md"), re.MULTILINE))
    assert rows == {one.name.upper(): _default(one) for one in dataclasses.fields(Settings)}


def _default(one: dataclasses.Field[object]) -> str:
    if one.name in ("secret", "token_key"):
        return "none: required"
    if one.name in ("environment", "database"):
        return {"environment": "`production`", "database": "`bedplate.db`"}[one.name]
    value = one.default
    text = ",".join(map(str, value)) if isinstance(value, tuple) else f"{value:g}" if isinstance(value, float) and value < 1_000 else str(value)
    return f"`{text.removesuffix('.0')}`" if text else "none"


def test_links_between_the_pages_lead_somewhere() -> None:
    """Every relative link of the documents names a file that exists."""
    root = DOCS.parent
    for document in (*root.glob("*.md"), *DOCS.rglob("*.md")):
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", document.read_text(encoding="utf-8")):
            assert (document.parent / target).exists(), f"{document.name} links to {target}"


def test_the_catalogue_of_faults_is_up_to_date() -> None:
    """faults.md is what its script makes of the wrong declarations that are kept."""
    done = subprocess.run([sys.executable, str(DOCS.parent / "scripts" / "faults_page.py"), "--check"], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")


def test_what_review_covers_is_up_to_date() -> None:
    """The tables of review.md are what its script makes of the checklist, the rules and the list of frameworks."""
    done = subprocess.run([sys.executable, str(DOCS.parent / "scripts" / "review_page.py"), "--check"], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")


def test_every_code_is_told_of() -> None:
    """Each code that the framework can answer with stands in rest.md under its status."""
    import_module("bedplate.running")
    told: dict[str, str] = {}
    for statuses, codes in re.findall(r"^\| ([0-9, ]+) \| (`[A-Z].*) \|$", page("rest.md"), re.MULTILINE):
        told.update(dict.fromkeys(re.findall(r"`([A-Z_]+)`", codes), statuses))
    for kind in framework_refusals():
        assert str(kind.status) in told[kind.code].split(", "), kind.code
    assert set(told) == {kind.code for kind in framework_refusals()}


def test_the_limits_of_a_query_are_told_of() -> None:
    """The numbers in rest.md are those of the code."""
    text = page("rest.md")
    for words in (
        f"at most {FILTERS_MAX} in one request", f"one of at most {IN_MAX};", f"at most {SORTS_MAX} fields", f"`comments.limit` is {NESTED_LIMIT} unless",
        f"At most {DEPTH_MAX} levels below the resource and {FIELDS_MAX} names", f"At most {TAGS_MAX} tags",
        f"{CREDENTIAL_LIMIT.count} a minute for everything that takes a password", f"for {KEPT_FOR.total_seconds() / 3600:g} hours a repeat",
    ):  # fmt: skip
        assert words in text
    assert set(get_args(Operator)) <= set(re.findall(r"`(\w+)`", text))


def test_everything_of_the_bed_is_told_of() -> None:
    """Each public name of the bed, its client and its answers stands in testing.md."""
    prose = re.sub(r"^```.*?^```$", "", page("testing.md"), flags=re.MULTILINE | re.DOTALL)
    told = set(re.findall(r"\w+", " ".join(re.findall(r"`([^`]+)`", prose))))
    for kind in (Bed, Client, Answer):
        assert {name for name in dir(kind) if not name.startswith("_")} <= told, kind.__name__


def test_every_kind_of_log_line_is_told_of() -> None:
    """Each event that the source writes to the log stands in operations.md."""
    written: set[str] = set()
    for path in (DOCS.parent / "src" / "bedplate").rglob("*.py"):
        if "checklist" not in path.parts:
            written.update(re.findall(r'(?:"event": |\bevent=)"(\w+)"', path.read_text(encoding="utf-8")))
    assert written == set(re.findall(r"^\| `(\w+)` \|", page("operations.md"), re.MULTILINE))


def test_the_figures_of_the_readme_are_those_that_were_measured() -> None:
    """No number there is typed by hand: the table is made from what a run of the benchmark left."""
    done = subprocess.run([sys.executable, str(DOCS.parent / "benchmarks" / "publish.py"), "--check"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
