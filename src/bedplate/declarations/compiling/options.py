"""What is said of a whole class: its path, its table, its pages, its sign-up."""
from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any, Literal, cast

from bedplate.declarations.compiling.draft import Draft, snake
from bedplate.declarations.compiling.faults import Faults
from bedplate.declarations.compiling.fields import refuse_unknown_option
from bedplate.declarations.compiling.writing_options import read_bulk, read_replace, read_upsert
from bedplate.declarations.options import Options
from bedplate.declarations.wrong import WrongExpression

__all__ = ["FORMATS", "ClassOptions", "compile_options", "export_formats", "plural"]

_SEGMENT = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_TABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,62}")
_SIGN_UP = ("open", "invite", "closed")
_PAGE_MAX = 1_000
FORMATS = ("csv", "ndjson")


@dataclass(frozen=True, slots=True)
class ClassOptions:
    """The options of a class, with what is usual where nothing is said."""

    path: str
    table: str
    page: int = 20
    max_page: int = 100
    count: Literal["exact", "capped"] = "capped"
    internal: bool = False
    soft_delete: bool = False
    history: bool = False
    sign_up: Literal["open", "invite", "closed"] = "closed"
    export: tuple[str, ...] = ()
    bulk: int = 0
    upsert: tuple[str, ...] = ()
    replace: bool = False
    if_match: bool = False


def plural(name: str) -> str:
    """`Ticket` -> `tickets`, `OrderLine` -> `order-lines`, `Category` -> `categories`, `Box` -> `boxes`."""
    word = snake(name).replace("_", "-")
    if re.search(r"[^aeiou]y$", word):
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "z", "ch", "sh")) else "s")


def compile_options(draft: Draft, faults: Faults) -> ClassOptions:
    """The options of a class; each wrong one is a fault, and what is usual stands in for it."""
    usual = ClassOptions(plural(draft.name), snake(draft.name))
    for option in draft.options:
        if option not in Options.__annotations__:
            faults.add(*refuse_unknown_option(draft.name, option, Options.__annotations__), draft.declared.place)
    found: dict[str, Any] = {}
    for name, read in _READERS.items():
        with faults.at(draft.declared.place, draft.name):
            found[name] = read(draft, getattr(usual, name))
    page, most = found.get("page", usual.page), found.get("max_page", usual.max_page)
    if page > most:
        if "page" in draft.options:
            faults.add("D413", f"{draft.name}: a page of {page} rows is more than max_page={most}", "let `page` be at most `max_page`", draft.declared.place)
        found["page"] = most
    return replace(usual, **found)


def _path(draft: Draft, usual: str) -> str:
    path = draft.options.get("path", usual)
    if not isinstance(path, str) or not _SEGMENT.fullmatch(path):
        raise WrongExpression("D410", f"the path {path!r} is no path segment", 'write small letters, digits and `-`: `path="order-lines"`')
    if path == "auth":
        raise WrongExpression("D411", "the path 'auth' belongs to accounts and sessions", "choose another path")
    return path


def _table(draft: Draft, usual: str) -> str:
    table = draft.options.get("table", usual)
    if not isinstance(table, str) or not _TABLE.fullmatch(table):
        raise WrongExpression("D412", f"the table {table!r} is no plain name", "write letters, digits and `_`, at most 63")
    if table.lower().startswith(("bedplate_", "sqlite_")):
        raise WrongExpression("D412", f"the table {table!r} belongs to the framework", "choose another name")
    return table


def _count(name: str) -> Any:
    def read(draft: Draft, usual: int) -> int:
        value = draft.options.get(name, usual)
        if type(value) is not int or not 1 <= value <= _PAGE_MAX:
            raise WrongExpression("D413", f"{name}={value!r} is no number of rows", f"write a number from 1 to {_PAGE_MAX}")
        return value

    return read


def _counts(draft: Draft, usual: str) -> str:
    value = draft.options.get("count", usual)
    if value not in ("exact", "capped"):
        raise WrongExpression("D416", f"count={value!r} is not known", "write exact or capped")
    return str(value)


def _flag(name: str) -> Any:
    def read(draft: Draft, usual: bool) -> bool:
        value = draft.options.get(name, usual)
        if not isinstance(value, bool):
            raise WrongExpression("D415", f"{name}={value!r} is neither True nor False", f"write `{name}=True`, or leave it out")
        return value

    return read


def _sign_up(draft: Draft, usual: str) -> str:
    value = draft.options.get("sign_up", usual)
    if value not in _SIGN_UP:
        raise WrongExpression("D414", f"sign_up={value!r} is not known", "write open, invite or closed")
    if "sign_up" in draft.options and not draft.account:
        raise WrongExpression("D414", "sign_up is said of a class that is no account", "let it subclass User, or leave `sign_up` out")
    return str(value)


def _export(draft: Draft, usual: tuple[str, ...]) -> tuple[str, ...]:
    return export_formats(draft.options.get("export", usual))


def export_formats(value: object) -> tuple[str, ...]:
    """The formats of `export=`, each once. Raises WrongExpression."""
    found = cast("tuple[object, ...]", value) if isinstance(value, tuple) else ()
    if not isinstance(value, tuple) or any(one not in FORMATS for one in found) or len(set(found)) != len(found):
        raise WrongExpression("D320", f"export={value!r} is no tuple of formats", 'write `export=("csv",)`, `export=("ndjson",)` or both')
    return cast("tuple[str, ...]", found)


def _if_match(draft: Draft, usual: bool) -> bool:
    value = draft.options.get("if_match")
    if value not in (None, "required"):
        raise WrongExpression("D393", f"if_match={value!r} is not known", 'write `if_match="required"`, or leave it out')
    return value == "required" or usual


_READERS: dict[str, Any] = {
    "path": _path, "table": _table, "page": _count("page"), "max_page": _count("max_page"), "count": _counts, "internal": _flag("internal"),
    "soft_delete": _flag("soft_delete"), "history": _flag("history"), "sign_up": _sign_up, "export": _export,
    "bulk": read_bulk, "upsert": read_upsert, "replace": read_replace,
    "if_match": _if_match,
}
