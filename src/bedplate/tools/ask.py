"""`bedplate ask "TEXT" [PATH]`. Exit codes: 0 answered, 1 answered with findings, 2 wrong use, 3 unsure and nobody to ask, 4 declined."""
from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

import click

from bedplate.tools.agent.routing import Routing, route
from bedplate.tools.agent.workspace import evidence_in

if TYPE_CHECKING:
    from bedplate.tools.agent.answers import Answer

__all__ = ["ask"]

TEXT_MAX = 4_000

Style = Literal["text", "json"]


@click.command()
@click.argument("text")
@click.argument("path", type=click.Path(exists=True, path_type=Path), default=".")
@click.option("--format", "style", type=click.Choice(["text", "json"]), default=None, help="Text on a terminal, the JSON envelope elsewhere, if not said.")
@click.option("--explain-routing", is_flag=True, help="Print how the request is routed and stop.")
def ask(text: str, path: Path, style: Style | None, explain_routing: bool) -> None:
    """Ask the backend engineer about the code at PATH. No model and no network: the request is routed by rules and answered by review,
    inspect or the checklist itself.

    Example: bedplate ask "can users read each other's orders through the API?" .
    """
    if len(text) > TEXT_MAX:
        raise click.UsageError(f"TEXT is at most {TEXT_MAX} characters")
    shape: Style = style or ("text" if sys.stdout.isatty() else "json")
    routing = route(text, evidence_in(path))
    if explain_routing:
        _say({"data": {"routing": _routing(routing)}}, shape, _routing_words(routing))
        return
    if routing.decision == "decline":
        _say(_refusal(routing, "NOT_A_BACKEND_REQUEST", "This is no request for a backend engineer."), shape, _declined(routing))
        raise SystemExit(4)
    if routing.decision == "ask" and not _confirmed(routing, shape):
        _say(_refusal(routing, "UNSURE", "This may be a request for a backend engineer."), shape, _unsure(routing))
        raise SystemExit(3)
    from bedplate.tools.agent.answers import answer

    given = answer(text, path, lambda: _picture(path))
    _say({"data": {"routing": _routing(routing), **_answer(given)}}, shape, _answer_words(given))
    raise SystemExit(1 if given.found else 0)


command = ask


def _confirmed(routing: Routing, style: Style) -> bool:
    if style == "json" or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return False
    click.echo(_routing_words(routing), nl=False)
    return click.confirm("Shall the backend engineer answer it?", default=True)


def _picture(path: Path) -> Mapping[str, object] | None:
    """The facts of an application made with Bedplate: the one that the commands would find in that folder."""
    from bedplate.tools.entry import CONVENTION

    folder = path if path.is_dir() else path.parent
    if not any(_imports_bedplate(folder / one) for one in CONVENTION) and not (folder / "contract.lock.json").is_file():
        return None
    from bedplate.tools.entry import find_target, load_app
    from bedplate.tools.inspect import picture

    before = Path.cwd()
    os.chdir(folder)
    try:
        return picture(load_app(find_target(None)).contract)
    finally:
        os.chdir(before)


def _imports_bedplate(file: Path) -> bool:
    return file.is_file() and "bedplate" in file.read_text(encoding="utf-8", errors="replace")


# ---- as JSON
def _routing(routing: Routing) -> dict[str, object]:
    return {
        "agent": "backend-engineer", "decision": routing.decision, "confidence": routing.confidence,
        "matches": [{"kind": one.kind, "what": one.what, "weight": one.weight} for one in routing.matches],
        "foreign": list(routing.foreign),
    }


def _refusal(routing: Routing, code: str, words: str) -> dict[str, object]:
    found = [one.what for one in routing.matches]
    details = [{"place": "text", "rule": "routing", "parameters": _routing(routing), "message": f"matched: {', '.join(found) or 'nothing'}"}]
    return {"error": words, "code": code, "details": details}


def _answer(given: Answer) -> dict[str, object]:
    return {"tool": given.tool, "why": given.why, "report": given.report, "next": list(given.next)}


def _say(document: Mapping[str, object], style: Style, words: str) -> None:
    click.echo(json.dumps(document, indent=2, ensure_ascii=False) if style == "json" else words.rstrip("\n"))


# ---- as text
def _routing_words(routing: Routing) -> str:
    lines = [f"{routing.decision}, confidence {routing.confidence:.2f} (0.80 and above: answered; 0.50 and above: asked back)"]
    lines += [f"  {one.weight:.2f} {one.kind}: {one.what}" for one in routing.matches]
    lines += [f"  halved: {', '.join(routing.foreign)} belongs to another field"] if routing.foreign else []
    return "\n".join(lines) + "\n"


def _declined(routing: Routing) -> str:
    return f"This is no request for a backend engineer.\n{_routing_words(routing)}Name it to be answered all the same: bedplate ask \"@backend-engineer …\"\n"


def _unsure(routing: Routing) -> str:
    return f"This may be a request for a backend engineer.\n{_routing_words(routing)}Say more, or name it: bedplate ask \"@backend-engineer …\"\n"


def _answer_words(given: Answer) -> str:
    lines = [f"{given.tool}: {given.why}", ""]
    if given.tool == "explain":
        for item in cast("list[dict[str, object]]", given.report["items"]):
            lines += [f"{item['code']} {item['item']}: {item['title']} ({item['severity']})", f"  why: {item['why']}", f"  cure: {item['cure']}",
                      f"  in an application made with Bedplate: {item['in_bedplate']}", ""]
    elif given.tool == "review":
        lines += _findings(given.report)
    else:
        lines += [f"{name}: {len(cast('list[object]', rows))}" for name, rows in given.report.items() if isinstance(rows, list)]
        lines += ["", "All of it: bedplate inspect", ""]
    return "\n".join([*lines, "next:", *(f"  {one}" for one in given.next)]) + "\n"


def _findings(report: Mapping[str, object]) -> list[str]:
    lines: list[str] = []
    for finding in cast("list[dict[str, object]]", report["findings"]):
        place = cast("dict[str, object]", finding["place"])
        lines += [f"{place['path']}:{place['line']} {finding['severity']} {finding['item']}", f"  {finding['message']}", f"  cure: {finding['cure']}"]
    summary = cast("dict[str, object]", report["summary"])
    gaps, unresolved = cast("list[object]", report["unsupported"]), cast("list[object]", report["unresolved"])
    return [*lines, f"{summary['findings']} findings in {summary['routes']} routes; not checked: {len(gaps)} items unsupported, "
                    f"{len(unresolved)} places unresolved", ""]
