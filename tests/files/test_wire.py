"""Bodies with files as a server hands them over: piece by piece, cut off, too long, too slow, or given up."""
from __future__ import annotations

import asyncio
import tracemalloc
from collections.abc import AsyncIterator, MutableMapping, Sequence
from typing import Any

from tests.files.forms import PNG, path_of, running
from tests.files.gallery_app import Page, Person

from bedplate.testing import Bed
from bedplate.web import asgi
from bedplate.web.refusals import RequestTimeout

Sent = list[MutableMapping[str, Any]]


async def _upload(bed: Bed, path: str, token: str, pieces: Sequence[bytes | None], *headers: tuple[bytes, bytes], media: bytes = b"application/zip") -> tuple[int, Sent]:
    """A PUT whose body comes in these pieces; None: the caller hangs up; at the end of them nothing more comes, unless the last was it."""
    waiting = list(pieces)

    async def receive() -> MutableMapping[str, Any]:
        if not waiting:
            return await asyncio.Future[MutableMapping[str, Any]]()
        piece = waiting.pop(0)
        if piece is None:
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": piece, "more_body": bool(waiting) or not piece}

    sent: Sent = []

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    scope = {
        "type": "http", "method": "PUT", "path": path, "raw_path": path.encode(), "query_string": b"", "scheme": "https", "client": ("127.0.0.1", 1),
        "headers": [(b"host", b"localhost"), (b"authorization", f"Bearer {token}".encode()), (b"content-type", media), *headers],
    }  # fmt: skip
    await running(bed).asgi(scope, receive, send)
    return sent[0]["status"], sent


async def _page(bed: Bed) -> tuple[str, str]:
    person = await bed.make(Person)
    token = running(bed).accounts.tokens.issue("Person", str(person.id), bed.now)
    page = await bed.make(Page)
    return f"/v1/pages/{page.id}/scan", token


def _kept(bed: Bed) -> list[str]:
    root = path_of(bed)
    return [path.name for path in root.rglob("*") if path.is_file()] if root.is_dir() else []


async def test_a_body_in_any_pieces_is_one_file(bed: Bed) -> None:
    """One byte at a time, or all at once."""
    path, token = await _page(bed)
    whole = b"PK\x03\x04" + b"abc" * 300
    for pieces in ([whole], [bytes([one]) for one in whole], [whole[:3], whole[3:600], whole[600:]]):
        assert (await _upload(bed, path, token, pieces))[0] == 200
    assert len(_kept(bed)) == 3, "two of them wait for the upkeep"


async def test_what_does_not_end_is_not_kept(bed: Bed) -> None:
    """A caller that hangs up, one that falls silent, one that sends too much with or without announcing it, one that lies about the length."""
    path, token = await _page(bed)
    start = b"PK\x03\x04" + b"x" * 300_000
    running(bed)  # the time limit of a piece is that of the settings
    assert (await _upload(bed, path, token, [start, None]))[0] == 400
    assert (await _upload(bed, path, token, [start, b"y" * 300_000, b"z" * 500_000]))[0] == 413
    assert (await _upload(bed, path, token, [start], (b"content-length", b"1000001")))[0] == 413
    assert (await _upload(bed, path, token, [start], (b"content-length", b"-1")))[0] == 400
    assert (await _upload(bed, path, token, [start], media=b"image/png"))[0] == 415
    assert _kept(bed) == []


async def test_a_trickle_is_refused() -> None:
    """A body may pause only so long, and after that must have come with 16 KiB a second on the whole."""
    never = asyncio.Future[MutableMapping[str, Any]]()

    async def silent() -> MutableMapping[str, Any]:
        return await never

    async def trickle() -> MutableMapping[str, Any]:
        await asyncio.sleep(0)
        return {"type": "http.request", "body": b"x", "more_body": True}

    for receive, seconds in ((silent, 0.01), (trickle, 0.0)):
        pieces: AsyncIterator[bytes] = asgi._pieces(receive, 1_000_000, seconds)  # pyright: ignore[reportPrivateUsage]
        try:
            async for _ in pieces:
                pass
        except RequestTimeout:
            continue
        raise AssertionError("it was taken")


async def test_a_large_file_takes_no_memory(bed: Bed) -> None:
    """A megabyte up and down in pieces of a megabyte's sixteenth never lies in memory as a whole."""
    path, token = await _page(bed)
    pieces = [b"PK\x03\x04", *(bytes([one]) * 62_000 for one in range(16))]
    await _upload(bed, path, token, pieces[:2])
    tracemalloc.start()
    base = tracemalloc.get_traced_memory()[0]
    tracemalloc.reset_peak()
    assert (await _upload(bed, path, token, pieces))[0] == 200
    peak = tracemalloc.get_traced_memory()[1] - base
    tracemalloc.stop()
    assert peak < 900_000, peak
    assert PNG not in pieces


async def test_an_upload_that_is_given_up_leaves_nothing(bed: Bed) -> None:
    """The task of a request that is cancelled in the middle of its body deletes what had come."""
    path, token = await _page(bed)
    task = asyncio.create_task(_upload(bed, path, token, [b"PK\x03\x04" + b"x" * 300_000, b""]))
    while not _kept(bed):
        await asyncio.sleep(0)
    task.cancel()
    assert isinstance((await asyncio.gather(task, return_exceptions=True))[0], asyncio.CancelledError)
    assert _kept(bed) == []
