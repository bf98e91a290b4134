"""One review: find the files, read the routes, ask the rules, sort and filter what they say."""
from __future__ import annotations

import gc
import re
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from bedplate.checklist.item import Finding, Unresolved, Unsupported
from bedplate.checklist.items import load
from bedplate.checklist.report import Report, fingerprint
from bedplate.checklist.review.engine import Reading
from bedplate.checklist.review.frameworks import LISTED, UNREAD, used
from bedplate.checklist.review.knowledge import learn
from bedplate.checklist.review.picture import Picture
from bedplate.checklist.review.readers import django, fastapi, flask
from bedplate.checklist.review.rules.registry import RULES
from bedplate.checklist.review.source import Module, Program

__all__ = ["Options", "picture_of", "review"]

_WAIVER = re.compile(r"#\s*bedplate:\s*allow\s+([a-z0-9-]+(?:\s*,\s*[a-z0-9-]+)*)\s*--\s*(\S.*)")


@dataclass(frozen=True, slots=True)
class Options:
    """What to show: the least confidence, files to leave out, items to leave out, known fingerprints, changed files only."""

    confidence: float = 0.8
    exclude: tuple[str, ...] = ()
    ignore: frozenset[str] = frozenset()
    known: frozenset[str] = frozenset()
    changed: frozenset[str] | None = None


def _nothing(words: str) -> None:
    return None


def picture_of(path: Path, exclude: tuple[str, ...] = (), progress: Callable[[str], None] = _nothing) -> tuple[Reading, Picture]:
    """The routes of what stands at a path, as mounted."""
    program = Program(path, exclude)
    picture = Picture()
    progress(f"{len(program.files)} files")
    uses = used(program)
    picture.frameworks = set(uses)
    engine = Reading(program)
    if "django" in picture.frameworks:
        django.supply(engine)
    if "fastapi" in picture.frameworks:
        progress("reading FastAPI routes")
        fastapi.read(engine, _modules(program, uses["fastapi"]), picture)
    if "flask" in picture.frameworks:
        progress("reading Flask routes")
        flask.read(engine, _modules(program, sorted({*uses["flask"], *flask.more(program)})), picture)
    if "django" in picture.frameworks:
        progress("reading Django routes")
        django.read(engine, _modules(program, sorted({*uses["django"], *django.more(program)})), picture)
    for name in LISTED:
        if name in uses:
            progress(f"reading {name} routes")
            files = {*uses[name], *uses.get("django", ())} if name == "ninja" else uses[name]  # mounted by patterns of Django
            import_module(f"bedplate.checklist.review.readers.{name}").read(engine, _modules(program, sorted(files)), picture)
    progress(f"{len(picture.routes)} routes")
    return engine, picture


def _modules(program: Program, files: list[str]) -> list[Module]:
    return [module for file in files if (module := program.module(file)) is not None]


def review(path: Path, options: Options | None = None, progress: Callable[[str], None] = _nothing) -> Report:
    """Review the source at a path; nothing of it is imported or run."""
    options = options or Options()
    started = time.monotonic()
    with _uncollected():
        engine, picture = picture_of(path, options.exclude, progress)
        known = learn(engine, picture, load())
        found: list[Finding] = []
        for rule in RULES:
            if rule.frameworks & picture.frameworks:
                progress(f"checking {', '.join(rule.items)}")
                found.extend(rule.check(known))
    shown, waived, recognised = _filtered(engine, found, options)
    files = engine.program.files
    unresolved = tuple(Unresolved("authentication-missing", place, reason) for place, reason in picture.unread) + tuple(known.unresolved)
    return Report(
        tuple(sorted(shown, key=lambda each: (each.place, each.item))), _unsupported(picture), unresolved, tuple(engine.program.faults),
        len(picture.routes), len(files), sum(engine.program.text(file).count("\n") for file in files), time.monotonic() - started,
        waived, recognised, tuple(sorted(picture.frameworks)), tuple(sorted(picture.frameworks & {*LISTED, *UNREAD})),
    )  # fmt: skip


@contextmanager
def _uncollected() -> Generator[None]:
    """The traces are many small values that live until the end: looking for cycles among them takes longer than making them."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _unsupported(picture: Picture) -> tuple[Unsupported, ...]:
    gaps: list[Unsupported] = []
    for framework in sorted(picture.frameworks):
        held = {item for rule in RULES if framework in rule.frameworks for item in rule.items}
        gaps.extend(Unsupported(slug, framework) for slug in load() if slug not in held)
    return tuple(gaps)


def _filtered(engine: Reading, found: list[Finding], options: Options) -> tuple[list[Finding], int, int]:
    shown: dict[tuple[object, ...], Finding] = {}
    waived = recognised = 0
    for finding in found:
        if finding.confidence < options.confidence or finding.item in options.ignore:
            continue
        if options.changed is not None and not _touches(finding, options.changed):
            continue
        if _waived(engine, finding):
            waived += 1
        elif fingerprint(finding) in options.known:
            recognised += 1
        else:
            shown.setdefault((finding.item, finding.place, finding.handler), finding)
    return list(shown.values()), waived, recognised


def _touches(finding: Finding, changed: frozenset[str]) -> bool:
    return finding.place.path in changed or any(step.place.path in changed for step in finding.evidence)


def _waived(engine: Reading, finding: Finding) -> bool:
    """A waiver with a reason on the line of the finding, or alone on the line above it."""
    lines = engine.program.text(finding.place.path).splitlines()
    for number in (finding.place.line, finding.place.line - 1):
        if 0 < number <= len(lines) and (match := _WAIVER.search(lines[number - 1])):
            alone = lines[number - 1].lstrip().startswith("#")
            if (number == finding.place.line or alone) and finding.item in re.split(r"\s*,\s*", match[1]):
                return True
    return False
