"""BEDPLATE_LOG_LEVEL says which lines the framework writes."""
from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from logged_sample import app

from bedplate.testing.bed import Bed, EventNotHandled
from bedplate.testing.template import Template

FINE = {("request", "info", 200), ("request", "info", 404)}
BAD = {("request", "error", 503), ("request", "error", 500), ("failure", "error", None)}
AUDIT = {("system", "info", None)}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    return Template(app, tmp_path_factory.mktemp("logged"))


async def _lines(template: Template, folder: Path, level: str) -> set[tuple[str, str, int | None]]:
    """The kinds of lines of a life in which everything happens that is told of."""
    bed = Bed(template, folder, {"BEDPLATE_LOG_LEVEL": level})
    try:
        client = bed.client()
        await client.get("/fine")
        await client.get("/nowhere")
        await client.get("/full")
        await client.send("POST", "/note")
        with pytest.raises(ZeroDivisionError):
            await client.get("/broken")
        with pytest.raises(EventNotHandled):
            await bed.settle()
        bed.travel(timedelta(hours=1))
        with pytest.raises(EventNotHandled):
            await bed.settle()
        found = [json.loads(line) for line in bed.log.splitlines()]
        return {(line["event"], line["level"], line.get("status")) for line in found}
    finally:
        await bed.close()


@pytest.mark.parametrize("level", ["debug", "info"])
async def test_everything_is_told_by_default(level: str, template: Template, tmp_path: Path) -> None:
    """A line for each request, each failure, each failed job and each use of the system's rights."""
    everything = FINE | BAD | AUDIT | {("job", "warning", None), ("job", "error", None)}
    assert await _lines(template, tmp_path, level) == everything


async def test_from_warning_on_only_trouble_is_told(template: Template, tmp_path: Path) -> None:
    """No line of a request that was answered or refused for a fault of the caller; the audit is no matter of levels."""
    assert await _lines(template, tmp_path, "warning") == BAD | AUDIT | {("job", "warning", None), ("job", "error", None)}


async def test_error_leaves_out_what_is_tried_again(template: Template, tmp_path: Path) -> None:
    """A job that failed is told of when it is dead."""
    assert await _lines(template, tmp_path, "error") == BAD | AUDIT | {("job", "error", None)}
