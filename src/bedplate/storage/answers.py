"""JSON made by the database: one `concat` a row, field by field as compact and unescaped as the JSON encoder would write it.

Measured against json_object and against assembling in Python: docs/decisions/0003.
"""
from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from bedplate.declarations.fields.type import AnswerForm
from bedplate.storage.expression_kinds import Typed
from bedplate.storage.fragment import Fragment, join, keyed_text, number, sql

__all__ = ["json_array", "json_object", "json_value"]

Pieces = list["str | Fragment"]


def json_value(found: Typed, form: AnswerForm, *, nullable: bool) -> Pieces:
    """What stands behind the colon: fixed text and expressions that are never NULL."""
    return _FORMS[form](found, nullable)


def json_object(members: Sequence[tuple[str, Pieces]]) -> Fragment:
    """One object. Names are fixed text, so the only thing escaped at run time is what people wrote."""
    pieces: Pieces = []
    for position, (key, value) in enumerate(members):
        pieces += [("," if position else "{") + f'"{key}":', *value]
    pieces.append("}" if members else "{}")
    return sql("concat({})", join(", ", _merged(pieces)))


def json_array(rows: Fragment) -> Fragment:
    """All rows of a subquery with one column `j`, in the order of that subquery."""
    return sql("(SELECT concat('[', group_concat(j, ','), ']') FROM ({}))", rows)


def _merged(pieces: Pieces) -> list[Fragment]:
    out: list[Fragment] = []
    text = ""
    for piece in pieces:
        if isinstance(piece, str):
            text += piece
            continue
        if text:
            out.append(keyed_text(text))
            text = ""
        out.append(piece)
    return [*out, keyed_text(text)] if text else out


def _or_null(value: Fragment, nullable: bool) -> Pieces:
    return [sql("coalesce({}, 'null')", value) if nullable else value]


def _plain(found: Typed, nullable: bool) -> Pieces:
    if nullable:
        return [sql("coalesce('\"' || {} || '\"', 'null')", found.fragment)]
    return ['"', found.fragment, '"']


def _boolean(found: Typed, nullable: bool) -> Pieces:
    if nullable:
        return [sql("CASE {} WHEN 1 THEN 'true' WHEN 0 THEN 'false' ELSE 'null' END", found.fragment)]
    return [sql("iif({}, 'true', 'false')", found.fragment)]


def _decimal(found: Typed, nullable: bool) -> Pieces:
    if not found.places:
        return _plain(found, nullable)
    value, step = found.fragment, number(10**found.places)
    text = sql(
        "format('\"%s%d.%0*d\"', iif({} < 0, '-', ''), abs({}) / {}, {}, abs({}) % {})", value, value, step, number(found.places), value, step
    )
    return [sql("iif({} IS NULL, 'null', {})", value, text)] if nullable else [text]


def _seconds(found: Typed, nullable: bool) -> Pieces:
    # As the encoder writes floats: below 10 microseconds with an exponent.
    value = found.fragment
    text = sql(
        "CASE WHEN {} % 1000000 = 0 THEN {} / 1000000 "
        "WHEN abs({}) < 10 THEN {} || 'e-6' "
        "ELSE format('%s%d.%s', iif({} < 0, '-', ''), abs({}) / 1000000, rtrim(format('%06d', abs({}) % 1000000), '0')) END",
        *(value,) * 7,
    )
    return [sql("iif({} IS NULL, 'null', {})", value, text)] if nullable else [text]


def _float(found: Typed, nullable: bool) -> Pieces:
    return _or_null(sql("bedplate_float({})", found.fragment), nullable)


def _base64(found: Typed, nullable: bool) -> Pieces:
    return _plain(Typed(sql("bedplate_base64({})", found.fragment), found.kind), nullable)


_FORMS: Mapping[AnswerForm, Callable[[Typed, bool], Pieces]] = {
    "text": lambda found, _: [sql("json_quote({})", found.fragment)],
    "plain": _plain,
    "number": lambda found, nullable: _or_null(found.fragment, nullable),
    "boolean": _boolean,
    "decimal": _decimal,
    "seconds": _seconds,
    "json": lambda found, nullable: _or_null(found.fragment, nullable),
    "float": _float,
    "base64": _base64,
    "file": lambda found, nullable: _or_null(found.fragment, nullable),  # of an expression, whose bytes have no address
}
