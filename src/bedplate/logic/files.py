"""Files of rows and of forms: taken in once the right to write was asked, given out under the rules of their row and field."""
from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from datetime import datetime
from email.utils import format_datetime
from typing import cast

import msgspec

from bedplate.declarations.contract import Operation
from bedplate.declarations.fields.file import OPENED, File, StoredFile
from bedplate.declarations.fields.media import INLINE
from bedplate.errors import Forbidden, NotFound
from bedplate.logic.ranges import instant_of, whole_or_part
from bedplate.logic.reads import Perform
from bedplate.logic.refusals import RangeNotSatisfiable, Unauthenticated
from bedplate.logic.runtime import Runtime
from bedplate.storage.conflicts import PreconditionFailed
from bedplate.storage.files.keeper import Files
from bedplate.storage.files.names import disposition
from bedplate.storage.refusals import StorageFailed
from bedplate.values import Grant, Outcome, Selection, Step

__all__ = ["file_outcome", "prepare_download", "takes_files", "taking_files", "with_bytes"]


# ---- in
def taking_files(runtime: Runtime, perform: Perform) -> Perform:
    """What performs a step whose body may hold files: the right is asked as far as it can be before a byte is drawn, the files are put
    aside, and whatever no row holds at the end goes again."""
    files = _of(runtime)

    async def take(grant: Grant) -> Outcome:
        call = grant.call
        step = call.steps[0]
        incoming = step.incoming
        if incoming is None:
            return await perform(grant)
        if step.verb == "update":
            await _require_right(runtime, grant, step)
        texts, found = await files.take(incoming)
        try:
            given, repeats = incoming.finish(texts, found)
            whole = replace(step, input={**step.input, **given}, incoming=None)
            return await perform(replace(grant, call=replace(call, steps=(whole,), idempotency=repeats)))
        finally:
            await files.settle(list(found.values()))

    return take


def takes_files(runtime: Runtime, operation: Operation) -> bool:
    """Whether a row of this resource has files: it may be made by a form."""
    return any(isinstance(one.type, StoredFile) for one in runtime.contract.resources[operation.resource or ""].fields.values())


async def _require_right(runtime: Runtime, grant: Grant, step: Step) -> None:
    """Refuses early what would be refused after the whole body came. The change itself asks again."""
    resource = runtime.contract.resources[step.resource or ""]
    selection = Selection(resource.name, resource.key)
    now = grant.call.request.now
    found = await runtime.store.one(grant.access, grant.actor, selection, (), step.key, now)
    if not found.alive:
        raise Unauthenticated
    if found.body is None:
        raise NotFound
    if not await runtime.store.permits(grant.access, grant.actor, resource.name, "update", step.key, now):
        raise Forbidden
    match = step.precondition.match
    if match and match != ("*",) and str(found.revision) not in match:
        raise PreconditionFailed


# ---- out
def prepare_download(runtime: Runtime, operation: Operation) -> Perform:
    """The bytes of a file, or a range of them. What the caller may not read of the row is not there."""
    files, name = _of(runtime), operation.file or ""
    resource = runtime.contract.resources[operation.resource or ""]
    selection, kind = Selection(resource.name, (name,)), resource.fields[name].type

    async def download(grant: Grant) -> Outcome:
        call = grant.call
        step = call.steps[0]
        found = await runtime.store.one(grant.access, grant.actor, selection, (), step.key, call.request.now)
        if not found.alive:
            raise Unauthenticated
        stored = None if found.body is None else cast("dict[str, object]", msgspec.json.decode(found.body))[name]
        if stored is None:
            raise NotFound
        file = cast("File", kind.load(msgspec.json.encode(stored).decode()))
        return await file_outcome(files, file, call.request.headers, step.precondition.none_match)

    return download


async def file_outcome(files: Files, file: File, headers: Mapping[str, str], seen: tuple[str, ...], status: int = 200) -> Outcome:
    """200 with the whole, 206 with a range, 304 for what the caller has, 416 for a range that there is not (RFC 9110 §13, §14)."""
    tag, changed = f'"{file.sha256[:32]}"', datetime.fromisoformat(file.at).replace(microsecond=0)
    about: tuple[tuple[str, str], ...] = (
        ("Last-Modified", format_datetime(changed, usegmt=True)), ("Accept-Ranges", "bytes"),
        ("Content-Disposition", disposition(file.name, inline=file.media in INLINE)),
    )  # fmt: skip
    if _is_seen(tag, changed, headers, seen):
        return Outcome(304, headers=about[:1], etag=tag)
    part = whole_or_part(headers.get("range"), headers.get("if-range"), file.size, tag, changed) if status == 200 else None
    if part is not None and part.stop <= part.start:
        raise RangeNotSatisfiable(headers={"Content-Range": f"bytes */{file.size}"})
    if await files.size(file.id) != file.size:
        raise StorageFailed(private=f"the bytes of the file {file.id} are gone")
    first, end = (0, file.size) if part is None else (part.start, part.stop)
    about = (*about, ("Content-Length", str(end - first)))
    if part is not None:
        about, status = (*about, ("Content-Range", f"bytes {first}-{end - 1}/{file.size}")), 206
    return Outcome(status, headers=about, media=_served(file.media), etag=tag, stream=files.read(file.id, first, end - first))


def _served(media: str) -> str:
    return f"{media}; charset=utf-8" if media.startswith("text/") else media


def _is_seen(tag: str, changed: datetime, headers: Mapping[str, str], seen: tuple[str, ...]) -> bool:
    if seen:
        return tag in seen or seen == ("*",)
    since = instant_of(headers.get("if-modified-since"))
    return since is not None and changed <= since


# ---- in code
def with_bytes(runtime: Runtime, perform: Perform) -> Perform:
    """Code of the application that runs inside may read the bytes of files: `async for part in row.picture.chunks()`."""
    files = runtime.files
    if files is None:
        return perform

    def opened(id: str, size: int) -> AsyncIterator[bytes]:
        return files.read(id, 0, size)

    async def reading(grant: Grant) -> Outcome:
        token = OPENED.set(opened)
        try:
            return await perform(grant)
        finally:
            OPENED.reset(token)

    return reading


def _of(runtime: Runtime) -> Files:
    if runtime.files is None:
        raise RuntimeError("the application has no files")
    return runtime.files
