"""Endpoints answer in the shape that they declare, and nothing breaks out of it."""
from __future__ import annotations

import pytest

from bedplate import App, put
from bedplate.testing import Bed

from .library_sample import Country, Person, Writer, app


@pytest.fixture
def bedplate_app() -> App:
    return app


async def reader(bed: Bed) -> Person:
    await bed.make(Writer, put(Writer.name, "Ana"), put(Writer.country, await bed.make(Country)))
    return await bed.make(Person)


async def test_a_page_holds_nothing_that_was_not_escaped(bed: Bed) -> None:
    """Values are text; only a page inside of a page stands as it is."""
    answer = await bed.client().get("/page", name="<i>")
    assert (answer.body, answer.headers["content-type"]) == (
        b"<b>&lt;i&gt;</b><ul><li>&lt;1&gt;</li><li>2</li></ul>", "text/html; charset=utf-8")


async def test_bytes_and_bare_shapes_have_no_envelope(bed: Bed) -> None:
    """Where a contract fixes even the spaces."""
    answer = await bed.client().get("/file")
    assert (answer.body, answer.headers["content-type"]) == (b"a,b\n1,2\n", "text/csv")
    assert (await bed.client().get("/bare")).json == {"count": 1, "pages": 2, "some": True, "long": False}


async def test_a_reply_has_its_status_headers_and_cookies(bed: Bed) -> None:
    """Cookies are closed unless said otherwise, and come back as parameters; so do headers."""
    client = bed.client()
    first = await client.send("POST", "/visits")
    assert (first.status, first.json, first.headers["x-greeting"]) == (201, {"data": "welcome"}, "hello")
    cookies = first.headers["set-cookie"]
    assert "seen=yes; Path=/; SameSite=Lax; Max-Age=60; HttpOnly; Secure" in cookies
    assert "open=1; Path=/a; SameSite=Strict" in cookies
    again = await bed.client().send("POST", "/visits", headers={"Cookie": "seen=yes", "X-Agent": "me"})
    assert (again.status, again.json) == (409, {"data": "yes me"})


async def test_a_reply_without_a_body_leads_elsewhere(bed: Bed) -> None:
    """303 with a Location."""
    answer = await bed.client().get("/elsewhere")
    assert (answer.status, answer.headers["location"]) == (303, "/page")


async def test_a_delivery_is_one_however_often_it_comes(bed: Bed) -> None:
    """By the name in its body: the second answer is the first, and there is one row."""
    client = bed.client(await reader(bed))
    first, again = [await client.post("/deliveries", id="d1", title="New") for _ in range(2)]
    assert (first.status, first.body) == (again.status, again.body)
    assert (await client.get("/numbers")).json["data"]["count"] == 1
    refused = [await client.post("/deliveries", id="d2", title=title) for title in ("closed", "open")]
    assert [(one.status, one.json["code"]) for one in refused] == [(409, "CLOSED"), (409, "CLOSED")]


async def test_what_acts_is_done_once_under_its_key(bed: Bed) -> None:
    """The answer of an endpoint with effects is kept and given again."""
    client = bed.client(await reader(bed)).with_headers({"Idempotency-Key": "k1"})
    answers = [await client.send("POST", "/acting", query={"title": "Done"}) for _ in range(2)]
    assert [one.json["data"]["title"] for one in answers] == ["Done", "Done"]
    assert answers[0].body == answers[1].body
    assert (await client.get("/numbers")).json["data"]["count"] == 1


@pytest.mark.parametrize("what", ["name", "value", "path", "header"])
async def test_nothing_breaks_out_of_a_header(bed: Bed, what: str) -> None:
    """A cookie or header that would is a bug of the application: raised, and never sent."""
    with pytest.raises(ValueError, match=r"cookie|header"):
        await bed.client().get(f"/bad/{what}")
