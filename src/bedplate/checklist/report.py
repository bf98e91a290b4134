"""A review's result as text, JSON, SARIF 2.1.0 or GitHub annotations. Pure: values in, text out."""
from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Literal

from bedplate.checklist.item import Finding, Item, Place, Severity, Unresolved, Unsupported

__all__ = ["FORMATS", "Format", "Report", "fingerprint", "render"]

Format = Literal["text", "json", "sarif", "github"]
FORMATS: tuple[Format, ...] = ("text", "json", "sarif", "github")
_LEVELS: dict[Severity, str] = {"critical": "error", "high": "error", "medium": "warning", "low": "note"}
_SCORES: dict[Severity, str] = {"critical": "9.5", "high": "8.0", "medium": "5.5", "low": "3.0"}
_ANNOTATIONS: dict[Severity, str] = {"critical": "error", "high": "error", "medium": "warning", "low": "notice"}


@dataclass(frozen=True, slots=True)
class Report:
    """What a review says. `waived` and `known` are counts: findings with an inline waiver, and those of the baseline.
    `unread` are the frameworks in use whose routes nothing reads."""

    findings: tuple[Finding, ...]
    unsupported: tuple[Unsupported, ...] = ()
    unresolved: tuple[Unresolved, ...] = ()
    faults: tuple[str, ...] = ()
    routes: int = 0
    files: int = 0
    lines: int = 0
    seconds: float = 0.0
    waived: int = 0
    known: int = 0
    frameworks: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


def fingerprint(finding: Finding) -> str:
    """A name for a finding that survives moved lines: its item, file, route, handler and words."""
    parts = (finding.item, finding.place.path, finding.route, finding.handler, finding.message)
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:20]


def render(report: Report, style: Format, items: dict[str, Item]) -> str:
    """The report in one of the four formats, with a newline at its end."""
    if style == "json":
        return _json(report)
    if style == "sarif":
        return _sarif(report, items)
    if style == "github":
        return _github(report, items)
    return _text(report, items)


def _place(place: Place) -> dict[str, object]:
    return {"path": place.path, "line": place.line, "column": place.column}


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "item": finding.item,
        "severity": finding.severity,
        "confidence": round(finding.confidence, 2),
        "place": _place(finding.place),
        "message": finding.message,
        "framework": finding.framework,
        "route": finding.route,
        "handler": finding.handler,
        "evidence": [{**_place(step.place), "words": step.words} for step in finding.evidence],
        "why": finding.why,
        "cure": finding.cure,
        "patch": finding.patch,
        "fingerprint": fingerprint(finding),
    }


def _json(report: Report) -> str:
    document = {
        "findings": [_finding(finding) for finding in report.findings],
        "unsupported": [{"item": gap.item, "framework": gap.framework} for gap in report.unsupported],
        "unresolved": [
            {"item": gap.item, "place": _place(gap.place), "reason": gap.reason, "route": gap.route} for gap in report.unresolved
        ],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _location(place: Place, words: str = "") -> dict[str, object]:
    located: dict[str, object] = {
        "physicalLocation": {
            "artifactLocation": {"uri": place.path, "uriBaseId": "%SRCROOT%"},
            "region": {"startLine": max(place.line, 1), "startColumn": max(place.column, 1)},
        }
    }
    if words:
        located["message"] = {"text": words}
    return located


def _sarif_result(finding: Finding) -> dict[str, object]:
    flow = [{"location": _location(step.place, step.words)} for step in finding.evidence]
    result: dict[str, object] = {
        "ruleId": finding.item,
        "level": _LEVELS[finding.severity],
        "message": {"text": f"{finding.message} {finding.cure}"},
        "locations": [_location(finding.place)],
        "partialFingerprints": {"bedplate/v1": fingerprint(finding)},
        "properties": {"confidence": round(finding.confidence, 2), "framework": finding.framework, "route": finding.route},
    }
    if flow:
        result["codeFlows"] = [{"threadFlows": [{"locations": flow}]}]
    return result


def _sarif_rule(item: Item) -> dict[str, object]:
    return {
        "id": item.slug,
        "name": item.code,
        "shortDescription": {"text": item.title},
        "fullDescription": {"text": item.why},
        "help": {"text": item.cure},
        "defaultConfiguration": {"level": _LEVELS[item.severity]},
        "properties": {"tags": ["security", *item.references], "security-severity": _SCORES[item.severity]},
    }


def _sarif(report: Report, items: dict[str, Item]) -> str:
    notifications = [
        {"level": "note", "message": {"text": f"unsupported: {gap.item} in {gap.framework}"}} for gap in report.unsupported
    ] + [
        {"level": "note", "message": {"text": f"unresolved: {gap.item}: {gap.reason}"}, "locations": [_location(gap.place)]}
        for gap in report.unresolved
    ]
    document = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "bedplate review", "rules": [_sarif_rule(item) for item in items.values()]}},
                "originalUriBaseIds": {"%SRCROOT%": {"description": {"text": "The root of what was reviewed."}}},
                "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": notifications}],
                "columnKind": "unicodeCodePoints",
                "results": [_sarif_result(finding) for finding in report.findings],
            }
        ],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _escape(text: str, *, value: bool = False) -> str:
    """Percent-encode what ends a workflow command (and, in a property value, what ends the property)."""
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text.replace(":", "%3A").replace(",", "%2C") if value else text


def _github(report: Report, items: dict[str, Item]) -> str:
    lines = [f"::notice title=unsupported::The routes of {framework} are not checked" for framework in report.unread]
    for finding in report.findings:
        title = _escape(f"{finding.item}: {items[finding.item].title}" if finding.item in items else finding.item, value=True)
        where = f"file={_escape(finding.place.path, value=True)},line={finding.place.line},col={finding.place.column},title={title}"
        lines.append(f"::{_ANNOTATIONS[finding.severity]} {where}::{_escape(f'{finding.message} {finding.cure}')}")
    return "".join(f"{line}\n" for line in lines)


def _text_finding(finding: Finding, items: dict[str, Item]) -> list[str]:
    item = items.get(finding.item)
    head = f"{finding.place} {finding.severity} {finding.item} ({finding.confidence:.2f})"
    lines = [head, f"  {finding.message}"]
    if finding.route:
        lines.append(f"  route: {finding.route}")
    lines.extend(f"    {step.place} {step.words}" for step in finding.evidence)
    lines.append(f"  why: {finding.why}")
    lines.append(f"  cure: {finding.cure}")
    lines.extend(f"    {line}" for line in finding.patch.splitlines())
    if item is not None:
        lines.append(f"  see: {item.code}, {', '.join(item.references)}")
    return [*lines, ""]


def _text(report: Report, items: dict[str, Item]) -> str:
    lines: list[str] = []
    for finding in report.findings:
        lines.extend(_text_finding(finding, items))
    lines.extend(f"unsupported: every item in {framework}: its routes are not checked" for framework in report.unread)
    lines.extend(f"unsupported: {gap.item} in {gap.framework}" for gap in report.unsupported if gap.framework not in report.unread)
    lines.extend(f"unresolved: {gap.place} {gap.item}: {gap.reason}" for gap in report.unresolved)
    lines.extend(f"fault: {fault}" for fault in report.faults)
    counted = f"{len(report.findings)} findings in {report.routes} routes ({report.files} files, {report.lines} lines)"
    asides = [f"{report.waived} waived" if report.waived else "", f"{report.known} in the baseline" if report.known else ""]
    lines.append("; ".join([counted, *filter(None, asides)]))
    return "\n".join(lines) + "\n"
