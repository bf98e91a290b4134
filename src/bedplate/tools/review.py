"""`bedplate review PATH`: the checklist on foreign source. Exit codes: 0 nothing found, 1 findings, 2 wrong use, 3 unreadable files."""
from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import cast

import click

from bedplate.checklist.items import load
from bedplate.checklist.report import FORMATS, Format, Report, fingerprint, render
from bedplate.checklist.review.frameworks import UNREAD
from bedplate.checklist.review.run import Options, picture_of
from bedplate.checklist.review.run import review as run

__all__ = ["review"]

_KEYS = frozenset({"confidence", "exclude", "ignore", "baseline"})


@click.command()
@click.argument("path", type=click.Path(exists=True, path_type=Path), default=".")
@click.option("--format", "style", type=click.Choice(FORMATS), default="text", help="How to print the report.")
@click.option("--confidence", type=click.FloatRange(0, 1), default=None, help="Least confidence of a shown finding (0.8).")
@click.option("--routes", is_flag=True, help="Print the route table and stop.")
@click.option("--changed", "revision", metavar="REV", help="Only findings that touch a file changed since this git revision.")
@click.option("--baseline", type=click.Path(path_type=Path), help="File of known findings; they are counted and not shown.")
@click.option("--write-baseline", is_flag=True, help="Write all findings to the baseline file and stop.")
@click.option("--patch", "patches", is_flag=True, help="Print one unified diff that cures what can be cured at one place, and stop.")
@click.option("--quiet", is_flag=True, help="No progress on standard error.")
def review(path: Path, style: Format, confidence: float | None, routes: bool, revision: str | None, baseline: Path | None,
           write_baseline: bool, patches: bool, quiet: bool) -> None:  # fmt: skip
    """Find the checklist's flaws in the Python backend at PATH. Nothing of it is imported or run.

    Example: bedplate review . --format json
    """
    settings = _settings(path)
    known_file = baseline or (path / str(settings["baseline"]) if "baseline" in settings else None)

    def progress(words: str) -> None:
        if not quiet and sys.stderr.isatty():
            click.echo(f"review: {words}", err=True)

    exclude = _words(settings, "exclude")
    if routes:
        _print_routes(path, exclude)
        return
    least = confidence if confidence is not None else _number(settings)
    known = _known(known_file) if known_file is not None and not write_baseline else frozenset[str]()
    options = Options(least, exclude, frozenset(_words(settings, "ignore")), known, _changed(path, revision) if revision else None)
    report = run(path, options, progress)
    if patches:
        _print_patches(path, report)
        return
    if write_baseline:
        if known_file is None:
            raise click.UsageError("--write-baseline needs --baseline FILE")
        entries = [{"fingerprint": fingerprint(each), "item": each.item, "path": each.place.path} for each in report.findings]
        known_file.write_text(json.dumps({"findings": entries}, indent=2) + "\n", encoding="utf-8")
        return
    click.echo(render(report, style, load()), nl=False)
    raise SystemExit(1 if report.findings else 3 if report.faults else 0)


command = review


def _settings(path: Path) -> dict[str, object]:
    """The table `[tool.bedplate.review]` of the nearest pyproject.toml; an unknown key is an error, never ignored."""
    start = path.resolve() if path.is_dir() else path.resolve().parent
    for folder in (start, *start.parents):
        file = folder / "pyproject.toml"
        if file.is_file():
            try:
                table = tomllib.loads(file.read_text(encoding="utf-8")).get("tool", {}).get("bedplate", {}).get("review", {})
            except tomllib.TOMLDecodeError as fault:
                raise click.UsageError(f"{file}: {fault}") from fault
            unknown = set(table) - _KEYS
            if unknown:
                raise click.UsageError(f"{file}: unknown in [tool.bedplate.review]: {', '.join(sorted(unknown))}")
            return dict(table)
        if (folder / ".git").exists():
            break
    return {}


def _words(settings: dict[str, object], key: str) -> tuple[str, ...]:
    given = settings.get(key, [])
    if not isinstance(given, list):
        raise click.UsageError(f"{key} in [tool.bedplate.review] must be a list of texts")
    return tuple(str(each) for each in cast("list[object]", given))


def _number(settings: dict[str, object]) -> float:
    given = settings.get("confidence", 0.8)
    if not isinstance(given, int | float) or isinstance(given, bool) or not 0 <= given <= 1:
        raise click.UsageError("confidence in [tool.bedplate.review] must be a number from 0 to 1")
    return float(given)


def _known(file: Path) -> frozenset[str]:
    try:
        document = json.loads(file.read_text(encoding="utf-8"))
        return frozenset(str(entry["fingerprint"]) for entry in document["findings"])
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise click.UsageError(f"{file}: is no baseline") from fault


def _changed(path: Path, revision: str) -> frozenset[str]:
    """Files below PATH that differ from the revision, new ones too, relative to PATH."""
    folder = path if path.is_dir() else path.parent
    found: set[str] = set()
    for command in (["git", "diff", "--name-only", "--relative", "--end-of-options", revision, "--", "."],
                    ["git", "ls-files", "--others", "--exclude-standard"]):  # fmt: skip
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=30, check=False)  # noqa: S603 -- fixed words
        if done.returncode:
            raise click.UsageError(f"--changed: {done.stderr.strip() or 'git failed'}")
        found.update(done.stdout.splitlines())
    return frozenset(found)


def _print_patches(path: Path, report: Report) -> None:
    try:
        from bedplate.checklist.patches.diff import diff_of
    except ModuleNotFoundError as fault:
        raise click.ClickException(f"--patch needs {fault.name}: pip install 'bedplate[patch]'") from fault
    folder = path if path.is_dir() else path.parent
    text, count = diff_of(report.findings, lambda file: (folder / file).read_text(encoding="utf-8"))
    click.echo(text, nl=False)
    click.echo(f"review: {count} of {len(report.findings)} findings are cured by this patch; read it, then: git apply", err=True)


def _print_routes(path: Path, exclude: tuple[str, ...]) -> None:
    _, picture = picture_of(path, exclude)
    for framework in sorted(picture.frameworks & set(UNREAD)):
        click.echo(f"unsupported: the routes of {framework} are not read", err=True)
    for route in sorted([*picture.routes, *picture.tables], key=lambda each: (each.path, each.method)):
        guards = ", ".join(dict.fromkeys(guard.name for guard in route.guards if guard.kind)) or ("yes" if route.authenticated else "none")
        inputs = ", ".join(f"{each.where} {each.name}: {each.type}" if each.type else f"{each.where} {each.name}" for each in route.parameters)
        model = route.response_model
        answer = (model.cls.name if model.cls else model.dotted or "?") if model is not None else "undeclared"
        click.echo(f"{route.method:7} {route.path}")
        click.echo(f"        handler {route.handler} at {route.place}")
        click.echo(f"        authentication {guards}; limits {', '.join(route.limits) or 'none'}; answer {answer}")
        if inputs:
            click.echo(f"        input {inputs}")


if __name__ == "__main__":
    review()
