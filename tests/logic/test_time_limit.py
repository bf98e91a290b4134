"""The application's own code has BEDPLATE_REQUEST_SECONDS for a request; nothing of it is left half done."""
from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bedplate.testing.bed import Bed
from bedplate.testing.client import Answer, Client

from .slow_sample import Box, Hasty, Person, Plain, World, app


@pytest.fixture
async def bed(tmp_path: Path) -> AsyncIterator[Bed]:
    made = Bed(_hasty(tmp_path), tmp_path, {})
    yield made
    await made.close()


def _hasty(folder: Path) -> Hasty:
    (folder / "template").mkdir()
    return Hasty(app, folder / "template")


@pytest.fixture
def world(bed: Bed) -> World:
    made = World()
    bed.replace(World, made)
    return made


@pytest.fixture
async def client(bed: Bed, world: World) -> Client:
    return bed.client(await bed.make(Person))


def _too_long(answer: Answer) -> None:
    assert (answer.status, answer.code) == (503, "TOOK_TOO_LONG")
    assert answer.headers["retry-after"] == "5"


async def test_an_endpoint_that_hangs_is_stopped(bed: Bed, world: World) -> None:
    """It is cancelled, answered 503 with a code of its own, and the log names the operation."""
    _too_long(await bed.client().get("/hangs"))
    assert (world.reached, world.cancelled) == (["endpoint"], 1)
    line = json.loads(bed.log.splitlines()[-1])
    assert (line["event"], line["operation"], line["status"], line["code"]) == ("request", "endpoint.hangs", 503, "TOOK_TOO_LONG")


async def test_what_was_being_decided_is_dropped(bed: Bed, client: Client) -> None:
    """The changes of a decision that did not come to its end are not applied, be it of an action or an endpoint."""
    box = await bed.make(Box)
    before = await bed.read(box, Box.stock)
    _too_long(await client.post(f"/v1/boxes/{box.id}/decides"))
    assert await bed.read(box, Box.stock) == before
    _too_long(await bed.client().send("POST", "/hangs"))
    assert len((await client.get("/v1/boxes")).json["data"]) == 1


async def test_what_was_applied_on_purpose_stays(bed: Bed, client: Client) -> None:
    """`ctx.apply()` is a promise that no time limit takes back; what came after it is dropped."""
    box = await bed.make(Box)
    _too_long(await client.post(f"/v1/boxes/{box.id}/applies"))
    assert await bed.read(box, Box.stock) == 1


@pytest.mark.parametrize("verb", ["create", "update", "delete"])
async def test_a_hook_that_hangs_is_stopped(verb: str, bed: Bed, client: Client) -> None:
    """The write that it stands before does not happen."""
    box = await bed.make(Box)
    title = await bed.read(box, Box.title)
    if verb == "create":
        _too_long(await client.post("/v1/boxes", title="hang"))
    elif verb == "update":
        _too_long(await client.patch(f"/v1/boxes/{box.id}", title="hang"))
    else:
        _too_long(await client.delete(f"/v1/boxes/{box.id}"))
    assert [one["title"] for one in (await client.get("/v1/boxes")).json["data"]] == [title]


async def test_a_repeat_goes_on_where_the_first_was_stopped(bed: Bed, world: World, client: Client) -> None:
    """Under one Idempotency-Key a decision that was taken before the time was up is not taken again."""
    box = await bed.make(Box)
    before = await bed.read(box, Box.stock)
    keyed = client.with_headers({"Idempotency-Key": "once"})
    _too_long(await keyed.post(f"/v1/boxes/{box.id}/acts"))
    assert await bed.read(box, Box.stock) == before + 1
    world.gate.set()
    answer = await keyed.post(f"/v1/boxes/{box.id}/acts")
    assert (answer.status, answer.json["data"]["stock"]) == (200, before + 1)
    assert (await keyed.post(f"/v1/boxes/{box.id}/acts")).body == answer.body


async def test_code_that_ignores_its_cancellation_writes_nothing(bed: Bed, world: World, client: Client) -> None:
    """Swallowing the cancellation buys no time: the next decision is refused."""
    box = await bed.make(Box)
    before = await bed.read(box, Box.stock)
    _too_long(await client.post(f"/v1/boxes/{box.id}/ignores"))
    assert await bed.read(box, Box.stock) == before


async def test_a_time_limit_of_the_codes_own_is_its_own_affair(bed: Bed, client: Client) -> None:
    """A TimeoutError that the code lets through is a bug of it, not this refusal."""
    box = await bed.make(Box)
    with pytest.raises(TimeoutError):
        await client.post(f"/v1/boxes/{box.id}/gives-up")


class _LoopAhead(asyncio.SelectorEventLoop):
    """A loop whose clock a test puts forward."""

    ahead = 0.0

    def time(self) -> float:
        return super().time() + self.ahead


def test_what_the_writer_has_in_hand_is_waited_for(tmp_path: Path) -> None:
    """Where the time is up while the change set is being written, the answer says what was done."""

    async def scene() -> None:
        template = _hasty(tmp_path)
        template.seconds = 30.0
        bed = Bed(template, tmp_path, {})
        try:
            person, box = await bed.make(Person), await bed.make(Box)
            answer = await bed.client(person).post(f"/v1/boxes/{box.id}/computes")
            assert (answer.status, answer.json["data"]["stock"]) == (200, 7)
        finally:
            await bed.close()

    with asyncio.Runner(loop_factory=_LoopAhead) as runner:
        runner.run(scene())


async def test_what_runs_no_code_of_the_application_has_no_timer(tmp_path: Path) -> None:
    """Built-in reads and writes without hooks are answered though the limit is no time at all."""
    template: Any = _hasty(tmp_path)
    template.seconds = 0.0
    bed = Bed(template, tmp_path, {})
    try:
        client = bed.client(await bed.make(Person))
        plain = await bed.make(Plain)
        place = f"/v1/plain/{plain.id}"
        assert (await client.get("/v1/plain")).status == (await client.get(place)).status == 200
        assert (await client.post("/v1/plain", title="a")).status == 201
        assert (await client.patch(place, title="b")).status == 200
        assert (await client.delete(place)).status == 204
    finally:
        await bed.close()
