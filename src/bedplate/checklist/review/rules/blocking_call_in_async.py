"""A call that waits with its thread, inside an async handler: the event loop waits with it."""
from __future__ import annotations

from collections.abc import Iterator

from bedplate.checklist.item import Finding
from bedplate.checklist.review.bindings import Imported
from bedplate.checklist.review.knowledge import Knowledge, finding, steps
from bedplate.checklist.review.picture import Route
from bedplate.checklist.review.trace import Happening

__all__ = ["check"]

_VERBS = ("get", "post", "put", "patch", "delete", "head", "options", "request")
_BLOCKING = frozenset({
    "time.sleep", "urllib.request.urlopen", "subprocess.run", "subprocess.call", "subprocess.check_call", "subprocess.check_output", "os.system",
    "subprocess.getoutput", "socket.create_connection", "smtplib.SMTP", "smtplib.SMTP_SSL", "ftplib.FTP",
    *(f"{client}.{verb}" for client in ("requests", "requests.Session", "httpx", "httpx.Client", "urllib3.PoolManager") for verb in _VERBS),
})  # fmt: skip
_THREADS = frozenset({
    "asyncio.to_thread", "fastapi.concurrency.run_in_threadpool", "starlette.concurrency.run_in_threadpool", "anyio.to_thread.run_sync",
    "asgiref.sync.sync_to_async", "asgiref.sync.SyncToAsync", "quart.utils.run_sync",
})  # fmt: skip
_PATCH = "async with httpx.AsyncClient(timeout=5) as client:\n    reply = await client.get(url)\n# or: await asyncio.to_thread(call, argument)"


def check(known: Knowledge) -> Iterator[Finding]:
    """Calls that async handlers reach without a thread of their own; each place once."""
    seen: set[object] = set()
    for route in known.picture.routes:
        if not (route.asynchronous and _has_one_loop(route)):
            continue
        threads = {(each.event.place.path, each.event.place.line) for each in route.own if each.event.name in _THREADS or each.event.name.endswith(".run_in_executor")}
        for each in route.own:
            event = each.event
            if event.kind == "call" and event.name in _BLOCKING and event.place not in seen and not _moved(each, threads):
                seen.add(event.place)
                message = f"{route.name} calls {event.name} on the event loop."
                yield finding(known, "blocking-call-in-async", 0.88, event.place, message, route, steps(route, each, "waits here, and all others with it"), _PATCH)


def _moved(happening: Happening, threads: set[tuple[str, int]]) -> bool:
    """One of the calls that lead here was handed to a thread."""
    return any((event.place.path, event.place.line) in threads for event in (*happening.stack, happening.event))


def _has_one_loop(route: Route) -> bool:
    """An async view of Flask runs on a loop of its own; one of Quart shares it."""
    if route.framework != "flask":
        return True
    bindings = route.function.module.bindings if route.function is not None else {}
    return any(isinstance(each, Imported) and each.dotted.split(".")[0].startswith("quart") for found in bindings.values() for each in found)
