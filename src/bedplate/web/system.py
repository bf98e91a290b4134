"""What every application serves about itself: health, the OpenAPI document, the API page, the catalogue of errors.

They are operations like any other, with limits and headers, and pass the same path. Assets come from the wheel; the pages load
nothing from elsewhere, and their Content-Security-Policy would not let them.
"""

from __future__ import annotations

import html
from collections.abc import Awaitable, Callable, Mapping
from importlib.resources import files

import msgspec

from bedplate.declarations.contract import Contract
from bedplate.errors import Refusal
from bedplate.values import Grant, Outcome
from bedplate.web.catalogue import catalogue
from bedplate.web.openapi import document
from bedplate.web.refusals import NotReady, UnknownRoute
from bedplate.web.router import OPTIONS, Router

__all__ = ["system_handlers"]

Handler = Callable[[Grant], Awaitable[Outcome]]
_HTML = "text/html; charset=utf-8"
_CACHED = (("Cache-Control", "public, max-age=86400"),)
_ASSETS: Mapping[str, tuple[str, str, tuple[tuple[str, str], ...]]] = {
    "scalar.js": ("scalar-1.46.4.js.gz", "text/javascript; charset=utf-8", (("Content-Encoding", "gzip"), *_CACHED)),
    "docs.js": ("docs.js", "text/javascript; charset=utf-8", _CACHED),
}


def system_handlers(contract: Contract, router: Router, ready: Callable[[], Awaitable[bool]]) -> dict[str, Handler]:
    """The handlers by operation id. `ready` asks what readiness means (the database answers)."""
    described = msgspec.json.encode(document(contract))
    page = _page(f"{contract.title}: API", '<div id="reference"></div>', ("scalar.js", "docs.js"))
    errors = _page(f"{contract.title}: errors", _errors_body(contract), ())

    def fixed(body: bytes, media: str = "application/json; charset=utf-8") -> Handler:
        async def handler(grant: Grant) -> Outcome:
            return Outcome(200, body, media=media)

        return handler

    async def readyz(grant: Grant) -> Outcome:
        if not await ready():
            raise NotReady(headers={"Retry-After": "1"})
        return Outcome(200, b'{"data":{"status":"ready"}}', store=False)

    async def asset(grant: Grant) -> Outcome:
        known = _ASSETS.get(grant.call.request.path.get("name", ""))
        if known is None:
            raise UnknownRoute
        name, media, headers = known
        return Outcome(200, _asset(name), headers=headers, media=media)

    async def options(grant: Grant) -> Outcome:
        return Outcome(204, headers=(("Allow", router.allowed(grant.call.request.operation.path)),))

    return {
        "system.livez": fixed(b'{"data":{"status":"alive"}}'),
        "system.readyz": readyz,
        "system.openapi": fixed(described),
        "system.docs": fixed(page, _HTML),
        "system.errors": fixed(errors, _HTML),
        "system.assets": asset,
        OPTIONS: options,
    }


def _asset(name: str) -> bytes:
    return files("bedplate.web").joinpath("assets", name).read_bytes()


_PLAIN = "body{font-family:system-ui,sans-serif;margin:0}"
_READING = (  # of the pages that are all our own: Scalar has a <main> and tables too, and brings its styles
    "main{max-width:60rem;margin:2rem auto;padding:0 1rem;line-height:1.5}"
    "table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid #ddd;padding:.5rem;text-align:left;vertical-align:top}"
)


def _page(title: str, body: str, scripts: tuple[str, ...]) -> bytes:
    tags = "".join(f'<script src="/docs/assets/{name}"></script>' for name in scripts)
    style = _PLAIN if scripts else _PLAIN + _READING
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f'<link rel="icon" href="data:,"><title>{html.escape(title)}</title><style>{style}</style></head>'
        f"<body>{body}{tags}</body></html>"
    ).encode()


def _errors_body(contract: Contract) -> str:
    kinds = catalogue(contract)
    first = {kind.code: kind for kind in reversed(kinds)}
    rows = "".join(_error_row(kind, anchored=first[kind.code] is kind) for kind in kinds)
    head = "<tr><th>Code</th><th>Status</th><th>Words</th><th>Cause</th><th>Cure</th></tr>"
    return f"<main><h1>Errors of {html.escape(contract.title)}</h1><p>Codes never change within a version.</p><table>{head}{rows}</table></main>"


def _error_row(kind: type[Refusal], *, anchored: bool) -> str:
    cells = (kind.code, str(kind.status), kind.words, kind.cause, kind.cure)
    return (f'<tr id="{html.escape(kind.code)}">' if anchored else "<tr>") + "".join(f"<td>{html.escape(cell)}</td>" for cell in cells) + "</tr>"
