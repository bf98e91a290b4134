"""Optimistic locking that is not left to the good will of the client."""
from __future__ import annotations

from typing import Any

from writes_sample import Clerk, Company, Stage, app

from bedplate import put
from bedplate.testing import Bed
from bedplate.web.openapi import document


async def test_a_change_says_which_revision_it_is_of(bed: Bed) -> None:
    """Without If-Match 428, with an old tag 412, with the present one it is done: changes, actions and deletions alike."""
    who = await bed.make(Clerk, put(Clerk.company, await bed.make(Company)))
    stage = await bed.make(Stage, put(Stage.company, await who.company))
    client, path = bed.client(who), f"/v1/stages/{stage.id}"
    for refused in (await client.patch(path, name="x"), await client.delete(path), await client.post(f"{path}/lock")):
        assert (refused.status, refused.code) == (428, "PRECONDITION_REQUIRED")
    first = (await client.get(path)).headers["etag"]
    assert (await client.with_headers({"if-match": first}).patch(path, name="x")).status == 200
    held = client.with_headers({"if-match": first})
    for refused in (await held.patch(path, name="y"), await held.delete(path), await held.post(f"{path}/lock")):
        assert (refused.status, refused.code) == (412, "PRECONDITION_FAILED")
    assert (await client.with_headers({"if-match": (await client.get(path)).headers["etag"]}).delete(path)).status == 204


async def test_reads_creates_and_strangers_are_as_they_were(bed: Bed) -> None:
    """Nothing is asked of a GET and of a POST; a stranger hears 401 first."""
    who = await bed.make(Clerk, put(Clerk.company, await bed.make(Company)))
    stage = await bed.make(Stage, put(Stage.company, await who.company))
    client = bed.client(who)
    assert (await client.get(f"/v1/stages/{stage.id}")).status == 200
    assert (await client.post("/v1/stages", name="new", invoice=str(stage.id))).status == 400  # no such invoice
    assert (await bed.client().patch(f"/v1/stages/{stage.id}", name="x")).status == 401


def test_the_description_asks_for_the_header() -> None:
    """Required where it is, and 428 is told of."""
    paths: Any = document(app.contract)["paths"]
    for path, method in (("/v1/stages/{id}", "patch"), ("/v1/stages/{id}", "delete"), ("/v1/stages/{id}/lock", "post")):
        described = paths[path][method]
        assert next(one for one in described["parameters"] if one["name"] == "If-Match")["required"] is True
        assert "428" in described["responses"]
    assert "428" not in paths["/v1/stages"]["post"]["responses"] and "428" not in paths["/v1/lines/{id}"]["patch"]["responses"]
