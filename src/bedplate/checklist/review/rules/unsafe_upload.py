"""An uploaded file is kept under a name whose ending the client chose, and nothing looks at what it is."""
from __future__ import annotations

from collections.abc import Iterator

from bedplate.checklist.item import Finding
from bedplate.checklist.review.knowledge import Knowledge, finding, steps
from bedplate.checklist.review.picture import Route
from bedplate.checklist.review.trace import Event
from bedplate.checklist.review.value import Value

__all__ = ["check"]

_OPENS = frozenset({"builtins.open", "io.open", "aiofiles.open"})
_WRITES = frozenset({"django.core.files.storage.default_storage.save", "django.core.files.storage.FileSystemStorage.save"})
_LOOKS = ("magic.", "imghdr.", "filetype.", "PIL.Image.", "puremagic.", "mimetypes.guess", "splitext", "suffix", ".endswith", ".verify", "content_type")
_PATCH = 'if file.content_type not in ALLOWED or sniff(head) not in ALLOWED:\n    raise HTTPException(400)\nname = f"{uuid4()}{ENDINGS[file.content_type]}"'


def check(known: Knowledge) -> Iterator[Finding]:
    """Files written under a name from the upload; the path alone, uncleaned, is the item path-traversal."""
    for route in known.picture.routes:
        if _looked_at(route):
            continue
        for each in route.own:
            event = each.event
            target = _target(event)
            if target is not None and _from_upload(target) and not target.text:
                message = f"{route.name} keeps an upload under the ending that the client chose, whatever is in it."
                yield finding(known, "unsafe-upload", 0.84, event.place, message, route, steps(route, each, "kept here"), _PATCH)
                break


def _target(event: Event) -> Value | None:
    """The path to which something is written."""
    if event.kind != "call":
        return None
    if event.name == "pathlib.Path.open" and (mode := event.argument(0, "mode")) is not None and _writes(mode):
        return event.receiver
    if event.name in _OPENS and (mode := event.argument(1, "mode")) is not None and _writes(mode):
        return event.argument(0, "file")
    if event.name.endswith(".write_bytes"):
        return event.receiver
    if event.name in _WRITES:
        return event.argument(0, "name")
    if event.name.endswith(".save") and event.receiver is not None and any(label.startswith("file:") for label in event.receiver.labels):
        return event.argument(0, "dst")
    return None


def _writes(mode: Value) -> bool:
    return isinstance(mode.ref, str) and bool(set(mode.ref) & set("wxa"))


def _from_upload(value: Value) -> bool:
    return any(label.startswith("file:") for label in value.labels)


def _looked_at(route: Route) -> bool:
    """Something compares the upload's name, kind or bytes, or hands them to a library that knows kinds of files."""
    for each in route.happenings:
        event = each.event
        if event.kind == "compare" and event.name in {"In", "NotIn", "Eq", "NotEq"} and _touches_file(event):
            return True
        if event.kind == "call" and any(word in event.name for word in _LOOKS) and _touches_file(event):
            return True
        if event.kind == "refuse" and any(label.startswith("file:") for label in event.labels):
            return True
    return False


def _touches_file(event: Event) -> bool:
    values = (*event.values, *(value for _, value in event.named), *((event.receiver,) if event.receiver is not None else ()))
    return any(label.startswith("file:") for value in values for label in value.labels)
