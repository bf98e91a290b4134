"""The OpenAPI document says what an export takes and gives."""
from __future__ import annotations

from pathlib import Path
from typing import Any, cast

from tests.hostile.test_spectral import findings

from bedplate.web.openapi import document

from .ledger_sample import app


def described() -> dict[str, Any]:
    return cast("dict[str, Any]", document(app.contract))


def test_an_export_is_described() -> None:
    """Both media types, the file's name, the formats, and the filters of the list without its order and pages."""
    operation = described()["paths"]["/v1/entries/export"]["get"]
    answer = operation["responses"]["200"]
    assert set(answer["content"]) == {"text/csv; charset=utf-8; header=present", "application/x-ndjson"}
    assert "Content-Disposition" in answer["headers"]
    parameters = {one["name"]: one["schema"] for one in operation["parameters"]}
    assert parameters["format"] == {"type": "string", "enum": ["csv", "ndjson"], "default": "csv"}
    assert {"fields", "side", "amount.ge", "margin.isnull"} <= parameters.keys()
    assert not {"sort", "limit", "cursor"} & parameters.keys()
    assert "of which a call takes 20" in operation["description"]


def test_what_is_not_declared_is_not_there() -> None:
    """No route, no parameter."""
    assert "/v1/clerks/export" not in described()["paths"]


def test_an_aggregate_is_described() -> None:
    """Its columns, the conditions on its figures, and the filters of the list."""
    operation = described()["paths"]["/v1/entries/aggregate"]["get"]
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]["properties"]
    assert {"side", "owner", "count", "sum(amount)", "mean(margin)"} <= schema["data"]["items"]["properties"].keys()
    assert "pin" not in schema["data"]["items"]["properties"]
    assert "page" in schema
    parameters = {one["name"] for one in operation["parameters"]}
    assert {"group", "measures", "having.count.gt", "having.mean(margin).isnull", "sort", "limit", "cursor", "side"} <= parameters
    assert "fields" not in parameters


def test_spectral_finds_nothing(tmp_path: Path) -> None:
    """Of exports and aggregates, with the OWASP rules."""
    assert findings(described(), tmp_path) == []
