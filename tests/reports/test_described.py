"""The OpenAPI document says what a report takes and gives; the lock knows its address."""
from __future__ import annotations

from pathlib import Path
from typing import Any, cast

from tests.hostile.test_spectral import findings

from bedplate.declarations.lock import lock_document
from bedplate.web.openapi import document

from .shop_sample import app


def described() -> dict[str, Any]:
    return cast("dict[str, Any]", document(app.contract))


def test_a_report_is_described() -> None:
    """All of its columns, the conditions on its figures, and the filters of the resource whose rows it groups."""
    operation = described()["paths"]["/v1/sales"]["get"]
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]["properties"]
    assert schema["data"]["items"]["required"] == ["day", "name", "lines", "big", "pieces", "revenue", "mean", "cheapest", "cost", "dear"]
    assert set(schema["page"]["properties"]) == {"next", "limit"}
    parameters = {one["name"] for one in operation["parameters"]}
    assert {"having.lines.gt", "having.cheapest.isnull", "sort", "limit", "cursor", "quantity.ge", "order.seller"} <= parameters
    assert not {"group", "measures", "fields", "count"} & parameters
    assert operation["description"].startswith("What was sold, by day and name.")
    assert operation["tags"] == ["Sales"]


def test_its_export_is_described() -> None:
    """Both media types, without pages; where none is declared there is none."""
    paths = described()["paths"]
    operation = paths["/v1/sales/export"]["get"]
    assert set(operation["responses"]["200"]["content"]) == {"text/csv; charset=utf-8; header=present", "application/x-ndjson"}
    parameters = {one["name"] for one in operation["parameters"]}
    assert {"format", "sort", "having.lines.gt"} <= parameters
    assert not {"limit", "cursor"} & parameters
    assert "/v1/names/export" not in paths


def test_it_is_part_of_the_surface() -> None:
    """What is served is kept in the lock, like every other route."""
    api = cast("dict[str, dict[str, str]]", lock_document(app.contract)["api"])["v1"]
    assert api["sales.report"] == "GET /v1/sales"


def test_spectral_finds_nothing(tmp_path: Path) -> None:
    """With the OWASP rules."""
    assert findings(described(), tmp_path) == []
