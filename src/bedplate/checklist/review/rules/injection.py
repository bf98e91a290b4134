"""Client text in a command, a path, a template, a deserialiser or an address: one table of sinks."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bedplate.checklist.item import Finding
from bedplate.checklist.review.knowledge import Knowledge, finding, steps
from bedplate.checklist.review.picture import Route
from bedplate.checklist.review.trace import Event
from bedplate.checklist.review.value import Value, request_labels

__all__ = ["check"]


@dataclass(frozen=True, slots=True)
class Sink:
    """A library function with the argument that must not hold client text; `shell` needs `shell=True`."""

    item: str
    position: int
    keyword: str
    shell: bool = False


_SINKS = {
    "os.system": Sink("command-injection", 0, "command"), "os.popen": Sink("command-injection", 0, "cmd"),
    "subprocess.run": Sink("command-injection", 0, "args", True), "subprocess.call": Sink("command-injection", 0, "args", True),
    "subprocess.Popen": Sink("command-injection", 0, "args", True), "subprocess.check_output": Sink("command-injection", 0, "args", True),
    "subprocess.check_call": Sink("command-injection", 0, "args", True), "subprocess.getoutput": Sink("command-injection", 0, "cmd"),
    "asyncio.create_subprocess_shell": Sink("command-injection", 0, "cmd"), "builtins.eval": Sink("command-injection", 0, "source"),
    "builtins.exec": Sink("command-injection", 0, "source"),
    "builtins.open": Sink("path-traversal", 0, "file"), "fastapi.responses.FileResponse": Sink("path-traversal", 0, "path"),
    "starlette.responses.FileResponse": Sink("path-traversal", 0, "path"), "flask.send_file": Sink("path-traversal", 0, "path_or_file"),
    "aiofiles.open": Sink("path-traversal", 0, "file"), "shutil.rmtree": Sink("path-traversal", 0, "path"), "os.remove": Sink("path-traversal", 0, "path"),
    "flask.render_template_string": Sink("template-injection", 0, "source"), "jinja2.Template": Sink("template-injection", 0, "source"),
    "jinja2.Environment.from_string": Sink("template-injection", 0, "source"),
    "pickle.loads": Sink("unsafe-deserialization", 0, "data"), "pickle.load": Sink("unsafe-deserialization", 0, "file"),
    "marshal.loads": Sink("unsafe-deserialization", 0, "bytes"), "dill.loads": Sink("unsafe-deserialization", 0, "str"),
    "yaml.unsafe_load": Sink("unsafe-deserialization", 0, "stream"), "yaml.load": Sink("unsafe-deserialization", 0, "stream"),
    **{f"{library}.{verb}": Sink("server-side-request-forgery", 0, "url") for library in ("requests", "httpx", "httpx.AsyncClient", "httpx.Client",
       "requests.Session", "aiohttp.ClientSession") for verb in ("get", "post", "put", "head", "delete", "patch")},
    "urllib.request.urlopen": Sink("server-side-request-forgery", 0, "url"),
}  # fmt: skip


_NAMED = frozenset({"path-traversal", "server-side-request-forgery"})


def check(known: Knowledge) -> Iterator[Finding]:
    """Every sink that client text reaches."""
    seen: set[object] = set()
    for route in known.picture.routes:
        for each in route.happenings:
            event = each.event
            sink = _SINKS.get(event.name) if event.kind == "call" else None
            if sink is None or (event.place, sink.item) in seen or not _dangerous(event, sink):
                continue
            value = event.argument(sink.position, sink.keyword)
            origin = _origin(value, sink, route) if value is not None else frozenset[str]()
            if origin:
                seen.add((event.place, sink.item))
                message = f"{route.name} passes {', '.join(sorted(origin))} to {event.name}."
                chosen = sink.item in _NAMED and (known.roles.get(route) or 403 in route.gates)  # the machine's own people, who name its files
                confidence = 0.6 if _judged(route, origin) or chosen else 0.88
                yield finding(known, sink.item, confidence, event.place, message, route, steps(route, each, f"{event.name} is called here"))


def _judged(route: Route, origin: frozenset[str]) -> bool:
    """Some refusal depends on the value: it is checked, though how well is not known."""
    return any(each.event.kind == "refuse" and each.event.nearest & origin for each in route.happenings)


def _dangerous(event: Event, sink: Sink) -> bool:
    if sink.shell:
        shell = event.keyword("shell")
        return shell is not None and shell.ref is True
    if event.name == "yaml.load":
        loader = event.argument(1, "Loader")
        return loader is None or not loader.dotted.endswith(("SafeLoader", "CSafeLoader", "BaseLoader"))
    return True


def _origin(value: Value, sink: Sink, route: Route) -> frozenset[str]:
    if not value.text:
        return frozenset()
    if sink.item == "server-side-request-forgery" and value.kind == "string" and value.args and _fixed_host(value.args[0]):
        return frozenset()
    origins = request_labels(value.labels)
    if sink.item == "path-traversal":  # one segment of the URL cannot hold a slash
        return frozenset(each for each in origins if not each.startswith("path:") or f"{each[5:]}:path}}" in route.path or f"path:{each[5:]}>" in route.path)
    return origins


def _fixed_host(first: Value) -> bool:
    """The address begins with something that the client does not choose."""
    return not request_labels(first.labels)
