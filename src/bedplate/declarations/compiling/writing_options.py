"""What is said of a whole class about its writes: many rows in one call, PUT by a unique set, PUT of one row."""
from __future__ import annotations

from bedplate.declarations.compiling.draft import Draft
from bedplate.declarations.declared import suggestion
from bedplate.declarations.wrong import WrongExpression

__all__ = ["BULK_MAX", "read_bulk", "read_replace", "read_upsert"]

BULK_MAX = 1_000
"""Rows that one decision may write."""


def read_bulk(draft: Draft, usual: int) -> int:
    """`bulk=200`. Each row costs a unit of the caller's limit, so a call of that size must fit into it."""
    if "bulk" not in draft.options:
        return usual
    value = draft.options["bulk"]
    if type(value) is not int or not 1 <= value <= BULK_MAX:
        raise WrongExpression("D470", f"bulk={value!r} is no number of rows", f"write a number from 1 to {BULK_MAX}")
    _require_no_revision(draft, "bulk")
    if value > draft.limit.count:
        raise WrongExpression(
            "D470", f"bulk={value} rows cost more than the limit {draft.limit} ever gives",
            f"raise `limit=`, or let `bulk` be at most {draft.limit.count}: each row costs a unit")
    return value


def read_upsert(draft: Draft, usual: tuple[str, ...]) -> tuple[str, ...]:
    """`upsert="code"`: the field that is unique, or the name of a unique set."""
    if "upsert" not in draft.options:
        return usual
    value = draft.options["upsert"]
    names = {one.name.removesuffix("_once") if one.fields[-1] == one.name.removesuffix("_once") else one.name: one for one in draft.uniques}
    if not isinstance(value, str) or value not in names:
        known = f"; there are: {', '.join(names)}" if names else ""
        raise WrongExpression(
            "D471", f"upsert={value!r} names no unique field and no unique set{suggestion(value, list(names)) if isinstance(value, str) else ''}{known}",
            "name a field that is declared with `unique=`, or a set made by `unique(...)`")
    _require_no_revision(draft, "upsert")
    if draft.account:
        raise WrongExpression("D471", "accounts are not made by a PUT", "leave `upsert` out: accounts register, or an operator makes them")
    for name in names[value].fields:
        field = draft.fields[name]
        if field.nullable:
            raise WrongExpression(
                "D472", f"upsert={value!r} finds a row by {name!r}, which may be empty: nothing is equal to nothing",
                f"let {name!r} not be `| None`, or choose another unique set")
        if field.hidden or not (field.writable or field.default_caller is not None):
            raise WrongExpression(
                "D472", f"upsert={value!r} finds a row by {name!r}, which no caller gives",
                f"let {name!r} come from input or from the caller, or choose another unique set")
    return names[value].fields


def _require_no_revision(draft: Draft, option: str) -> None:
    if draft.options.get("if_match") == "required":
        raise WrongExpression(
            "D474", f"{option}= writes rows without saying which revision of each was read, and if_match= requires that",
            f"leave one of the two out: `{option}` or `if_match`")


def read_replace(draft: Draft, usual: bool) -> bool:
    """`replace=True`."""
    value = draft.options.get("replace", usual)
    if not isinstance(value, bool):
        raise WrongExpression("D473", f"replace={value!r} is neither True nor False", "write `replace=True`, or leave it out")
    return value
