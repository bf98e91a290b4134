"""The API page and what it is made of: all of it comes from here, and the page could not load anything from elsewhere."""
from __future__ import annotations

import gzip
import re
from html.parser import HTMLParser

import pytest

from .edge import Answer, Edge

PAGES = ("/docs", "/docs/errors")
LOADING = {"src", "href", "srcset", "data", "poster", "action", "formaction", "background", "ping", "manifest", "cite", "xlink:href"}
SOURCES = {"'none'", "'self'", "data:", "'unsafe-inline'"}  # nothing that names another place


class Page(HTMLParser):
    """What a page names, and what it says itself."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.named: list[tuple[str, str]] = []
        self.tags: list[str] = []
        self.handlers: list[str] = []
        self.inside: dict[str, str] = {"script": "", "style": ""}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.named += [(tag, value or "") for name, value in attrs if name in LOADING]
        self.handlers += [name for name, _ in attrs if name.startswith("on") or name == "style"]

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1] in self.inside:
            self.inside[self.tags[-1]] += data


def got(edge: Edge, path: str) -> Answer:
    answer = edge.ask("GET", path.encode(), [(b"accept", b"text/html, */*")])
    assert answer.status == 200, path
    edge.lawful(answer, "GET")
    return answer


def policy(answer: Answer) -> dict[str, list[str]]:
    """The Content-Security-Policy by directive."""
    parts = [part.split() for part in answer.headers["content-security-policy"].split(";")]
    return {name: sources for name, *sources in parts}


@pytest.mark.parametrize("path", PAGES)
def test_a_page_may_load_from_here_only(edge: Edge, path: str) -> None:
    """Its policy begins with nothing and opens to itself; scripts are files of ours, never inline, never eval."""
    found = policy(got(edge, path))
    assert found["default-src"] == ["'none'"]
    assert found["script-src"] == ["'self'"]
    assert found["connect-src"] == ["'self'"]
    assert found["frame-ancestors"] == found["base-uri"] == ["'none'"]
    assert {source for sources in found.values() for source in sources} <= SOURCES


@pytest.mark.parametrize("path", PAGES)
def test_a_page_names_nothing_elsewhere(edge: Edge, path: str) -> None:
    """Each address in it is of this server and answers, or is data; there is no script, handler or import in its text."""
    page = Page(got(edge, path).body.decode())
    for tag, address in page.named:
        if not (tag == "link" and address == "data:,"):
            assert address.startswith("/docs/"), address
            assert not address.startswith("//")
            got(edge, address)
    assert page.inside["script"] == ""
    assert page.handlers == []
    assert not {"base", "iframe", "object", "embed", "form"} & set(page.tags)
    assert "url(" not in page.inside["style"]
    assert "@import" not in page.inside["style"]


def test_the_script_that_starts_the_page_turns_everything_off_that_would_reach_out(edge: Edge) -> None:
    """The description is read from here; fonts, telemetry, agent and hosted tools are off."""
    script = got(edge, "/docs/assets/docs.js").body.decode()
    code = "\n".join(line for line in script.splitlines() if not line.startswith("//"))
    assert "//" not in code
    assert "url: '/openapi.json'" in code
    for off in ("withDefaultFonts: false", "telemetry: false", "agent: { disabled: true }", "mcp: { disabled: true }", "showDeveloperTools: 'never'"):
        assert off in code
    assert "proxyUrl" not in code


def test_the_assets_are_whole_and_pinned(edge: Edge) -> None:
    """The reference itself comes compressed, from the wheel, in the version that its file name says."""
    answer = got(edge, "/docs/assets/scalar.js")
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["content-type"].startswith("text/javascript")
    assert re.search(r"@scalar/api-reference[@\"' ,:]+1\.46\.4", gzip.decompress(answer.body).decode()) is not None


def test_the_page_leaves_the_reference_its_own_styles(edge: Edge) -> None:
    """Rules for <main> and tables are for the pages that are all our own: they made the reference one letter wide."""
    assert "main{" not in Page(got(edge, "/docs").body.decode()).inside["style"]
    assert "main{" in Page(got(edge, "/docs/errors").body.decode()).inside["style"]


@pytest.mark.parametrize("name", ["../system.py", "..%2fsystem.py", "%2e%2e/%2e%2e/app.py", "scalar-1.46.4.js.gz", "", ".", "docs.js/", "/etc/passwd"])
def test_an_asset_is_one_of_a_list(edge: Edge, name: str) -> None:
    """No name is a path."""
    answer = edge.ask("GET", b"/docs/assets/" + name.encode())
    edge.lawful(answer, "GET")
    assert answer.status == 404
