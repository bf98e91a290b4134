"""Any origin may send the visitor's credentials."""
from __future__ import annotations

from collections.abc import Iterator

from bedplate.checklist.item import Finding, Step
from bedplate.checklist.review.knowledge import Knowledge, finding
from bedplate.checklist.review.value import Value

__all__ = ["check"]


def check(known: Knowledge) -> Iterator[Finding]:
    """CORS settings that combine a wildcard with credentials."""
    for setting in known.picture.settings:
        if not setting.name.endswith((".CORSMiddleware", "flask_cors.CORS")):
            continue
        value = setting.value
        credentials = value.keyword("allow_credentials") or value.keyword("supports_credentials")
        origins = value.keyword("allow_origins") or value.keyword("origins")
        pattern = value.keyword("allow_origin_regex")
        open_to_all = _wild(origins) or (pattern is not None and pattern.ref in {".*", "^.*$", "https?://.*", "https://.*"})
        open_to_all = open_to_all or (origins is None and setting.name.endswith("flask_cors.CORS"))
        if credentials is not None and credentials.ref is True and open_to_all:
            yield finding(known, "unsafe-cors", 0.95, setting.place, "Every origin may send credentials.", None, (Step(setting.place, "set here"),),
                          'allow_origins=["https://app.example.com"], allow_credentials=True', _framework(setting.name))  # fmt: skip


def _framework(name: str) -> str:
    return "flask" if name.startswith("flask") else "fastapi"


def _wild(value: Value | None) -> bool:
    if value is None:
        return False
    return value.ref == "*" or any(each.ref == "*" for each in value.args)
