"""Endpoints answer in the shapes of their contract: each reply by its status, refusals as their group tells them, everything documented."""
from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.contracts.old_app import Clerk, Reader
from tests.hostile.test_spectral import findings

from bedplate import put
from bedplate.testing import Bed


async def test_each_reply_is_told_by_the_type_of_its_status(bed: Bed) -> None:
    """What is returned without a status has 200, whatever else is declared; a reply of nothing has no body."""
    answers = [await bed.client().send("POST", f"/old/shapes/{number}", headers={"x-agent": "me"}) for number in range(5)]
    assert [(one.status, one.body) for one in answers] == [
        (200, b'{"one":1}'), (201, b'{"other":"me"}'), (418, b"[1,2]"), (409, b'{"other":"no"}'), (204, b"")]


async def test_a_page_beside_a_redirect_is_a_page(bed: Bed) -> None:
    """Although the first reply that is declared has another status."""
    answer = await bed.client(await bed.make(Clerk, put(Clerk.name, "Cleo"))).get("/pages/mine")
    assert (answer.status, answer.body) == (200, b"<p>Cleo</p>")


# ---- refusals
async def test_refusals_have_the_shape_of_their_group(bed: Bed) -> None:
    """Under their own status, or that of a reply; with the headers that belong to them."""
    lent = await bed.client().send("POST", "/old/shapes/5")
    assert (lent.status, lent.json) == (409, {"why": "It is lent.", "places": []})
    wrong = await bed.client().post("/old/named", name="Ana", colour="red")
    assert (wrong.status, wrong.json["why"]) == (422, "The request is not valid; see the details.")
    assert wrong.json["places"] == ["body.email: is required", "body.password: is required", "body: has members that are not declared"]
    stranger = await bed.client().send("POST", "/old/books")
    assert (stranger.status, stranger.json["places"]) == (401, []) and "www-authenticate" in stranger.headers
    assert (await bed.client().send("POST", "/old/shapes/nine")).json == {"why": "There is nothing here that you may see.", "places": []}


async def test_refusals_of_pages_are_pages(bed: Bed) -> None:
    """Or lead to another one; with the headers of a page."""
    refused = await bed.client().get("/pages/number", n="<b>")
    assert (refused.status, refused.body) == (400, b"<p>The request is not valid; see the details.</p>")
    assert refused.headers["content-type"] == "text/html; charset=utf-8" and "form-action 'self'" in refused.headers["content-security-policy"]
    assert refused.headers["cache-control"] == "no-store"
    led = await bed.client().get("/pages/mine")
    assert (led.status, led.headers["location"], led.body) == (303, "/login", b"")


async def test_refusals_of_a_group_are_told_in_the_callers_language(bed: Bed) -> None:
    """The function reads the words that the caller is to read."""
    german = bed.client().with_headers({"accept-language": "de"})
    lent = await german.send("POST", "/old/shapes/5")
    assert (lent.json["why"], lent.headers["content-language"]) == ("Es ist verliehen.", "de")
    wrong = await german.post("/old/named", name="Ana")
    assert wrong.json == {"why": "Das stimmt nicht.", "places": ["body.email: fehlt", "body.password: fehlt"]}
    password = await german.post("/old/named", name="Ana", email="ana@example.org", password="short")
    assert (password.status, password.headers["content-language"]) == (422, "de, en")


async def test_a_bug_in_that_function_is_one_bare_failure(bed: Bed) -> None:
    """In the envelope, counted, and without a word of it."""
    with pytest.raises(LookupError):
        await bed.client(await bed.make(Reader)).get("/pages/mine")


async def test_what_is_refused_at_the_door_has_the_envelope(bed: Bed) -> None:
    """No endpoint is known then: an address that there is not, a method that it does not take."""
    assert (await bed.client().get("/old/nothing")).code == "NOT_FOUND"
    assert (await bed.client().get("/old/named")).code == "METHOD_NOT_ALLOWED"


# ---- described
async def test_every_reply_is_described(bed: Bed, tmp_path: Path) -> None:
    """Statuses of the application beside those of the framework; Spectral with all rules finds nothing but what the contract is."""
    document: Any = (await bed.client().get("/openapi.json")).json
    shapes = document["paths"]["/old/shapes/{number}"]["post"]
    assert set(shapes["responses"]) >= {"200", "201", "204", "401", "409", "418", "422"}
    assert shapes["responses"]["418"]["description"] == "I'm a Teapot."
    assert "content" not in shapes["responses"]["204"]
    assert set(shapes["responses"]["201"]["content"]["application/json"]["schema"]["properties"]) == {"other"}
    conflict = shapes["responses"]["409"]["content"]["application/json"]["schema"]["anyOf"]
    assert [sorted(one["properties"])[0] for one in conflict] == ["code", "other", "places"]
    assert [(one["name"], one["in"]) for one in shapes["parameters"] if "in" in one] == [("number", "path"), ("x-agent", "header"), ("seen", "cookie")]
    assert set(document["paths"]["/pages/mine"]["get"]["responses"]["200"]["content"]) == {"text/html"}
    assert document["components"]["securitySchemes"]["session"]["name"] == "sid"
    numbered = "owasp:api1:2023-no-numeric-ids"  # what the old contract is
    assert [one for one in findings(document, tmp_path) if one["code"] != numbered] == []
