"""schemathesis and Spectral over the application that declares everything at once: no 500, and no answer that its OpenAPI document does not describe."""
from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from .edge import NOW, ROOT, Rows
from .served import Served, served
from .test_schemathesis import run
from .test_spectral import findings

EVERYTHING = ROOT / "tests" / "together" / "everything.py"
PHASES = "examples,coverage,fuzzing,stateful" if "BEDPLATE_SOAK_ROUNDS" in os.environ else "fuzzing"
PARTS = ("label", "item", "piece", "scan", "bill")


def a_little() -> Rows:
    """Two chiefs of one organisation, and something of everything that needs no file."""
    def row(place: int, /, **values: Any) -> dict[str, Any]:
        return {"id": UUID(int=(0x0198 << 112) | (7 << 76) | (2 << 62) | place), "created_at": NOW, "updated_at": NOW, **values}

    org = row(1, name="Org")
    people = [row(2 + n, org=org["id"], email=f"p{n}@example.com", chief=True, verified_at=NOW) for n in range(2)]
    labels = [row(10 + n, org=org["id"], name=f"label {n}") for n in range(3)]
    items = [row(20 + n, org=org["id"], code=f"A{n}", title=f"red thing {n}", amount=n, keeper=people[0]["id"]) for n in range(4)]
    pieces = [row(30 + n, item=items[n % 2]["id"], name=f"piece {n}", number=n + 1) for n in range(4)]
    bills = [row(40 + n, org=org["id"], number=n + 1, title=f"bill {n}") for n in range(2)]
    listed = {"Org": [org], "Person": people, "Label": labels, "Item": items, "Piece": pieces, "Bill": bills}
    return [(name, values) for name, found in listed.items() for values in found]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("everything"), {"BEDPLATE_LIMIT_FACTOR": "10000"}, application=EVERYTHING, rows=a_little()) as found:
        yield found


@pytest.mark.timeout(300)
def test_every_check_holds_where_everything_meets(server: Served) -> None:
    """As an account, and as a stranger, who is told to sign in; both at the same time."""
    own = ["--include-operation-id-regex", f"^({'|'.join(PARTS)})"]
    runs = [run(server, PHASES, "--header", f"Authorization: Bearer {server.token()}", *own), run(server, "fuzzing", "--max-examples", "1", *own)]
    told = [each.communicate()[0] for each in runs]
    for each, words in zip(runs, told, strict=True):
        assert each.returncode == 0, words[-20_000:]
        assert "Failures:" not in words
    assert server.ask("GET", "/readyz")[0] == 200


def test_spectral_finds_nothing_where_everything_meets(server: Served, tmp_path: Path) -> None:
    """No finding of any severity."""
    status, _, body = server.ask("GET", "/openapi.json")
    assert status == 200
    assert findings(json.loads(body), tmp_path) == []
