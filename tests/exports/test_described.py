"""The OpenAPI document says what an export takes and gives."""
from __future__ import annotations

from typing import Any, cast

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
