"""The answer of a route holds a secret field."""
from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from bedplate.checklist.item import Finding
from bedplate.checklist.review.knowledge import Knowledge, finding, secret_fields
from bedplate.checklist.review.picture import Route
from bedplate.checklist.review.rules.answers import shown
from bedplate.checklist.review.schemas import is_schema, visible
from bedplate.checklist.review.value import Class, Query, Value

__all__ = ["check"]

_OTHERS = ("BooleanField", "DateTimeField", "DateField", "IntegerField", "ForeignKey", "OneToOneField", "DurationField")
_HASH = re.compile(r"(passw(or)?d_?hash|hash(ed)?_?passw|passw(or)?d_?digest|passw(or)?d_?salt)", re.I)


def check(known: Knowledge) -> Iterator[Finding]:
    """A response model that names a secret, or a whole row without any response model."""
    for route in known.picture.routes:
        model = _schema(route.response_model)
        if model is not None:
            yield from _declared(known, route, model)
        elif not _answers_otherwise(route):
            yield from _row(known, route)


def _schema(value: Value | None) -> Class | None:
    if value is None:
        return None
    if isinstance(value.ref, Class):
        return value.ref
    for inner in value.args:
        found = _schema(inner)
        if found is not None:
            return found
    return None


def _answers_otherwise(route: Route) -> bool:
    model = route.response_model
    return model is not None and (model.kind == "mapping" or (bool(model.dotted) and "Response" in model.dotted))


def _declared(known: Knowledge, route: Route, model: Class) -> Iterator[Finding]:
    table = known.engine.models.table(model)
    collection = table.collection if table else ""
    stored = {name for names in known.secrets.values() for name in names}
    names = visible(known.engine, model) if is_schema(known.engine, model) else list(known.engine.models.fields(model))
    secret = [name for name in names if name in stored or _HASH.search(name)] or (secret_fields(known, collection, names) if table else [])
    if secret:
        message = f"{route.name} answers with {model.name}, which holds {', '.join(secret)}."
        yield finding(known, "over-exposed-fields", 0.9, route.place, message, route,
                      patch=f"class {model.name}Public(BaseModel): ...  # without {', '.join(secret)}")  # fmt: skip


def _row(known: Knowledge, route: Route) -> Iterator[Finding]:
    for each in route.returns:
        event = each.event
        for part in [inner for value in event.values for inner in shown(value)]:
            collection, secret = _secrets(known, part)
            if secret:
                message = f"{route.name} answers with {'rows' if part.query else 'fields'} of {collection} that hold {', '.join(secret)}."
                yield finding(known, "over-exposed-fields", 0.88, event.place, message, route,
                              patch="# answer with a schema that names the public fields")  # fmt: skip
                return


def _secrets(known: Knowledge, part: Value) -> tuple[str, list[str]]:
    query = part.query
    if query is None:
        _, collection, name = (str(part) for part in part.parts)
        return collection, [name] if name in known.secrets.get(collection, set()) or _HASH.search(name) else []
    if query.columns[:1] == ("*",):  # all but a few
        return query.collection, _texts(known, query, secret_fields(known, query.collection, query.columns))
    if query.columns:
        return query.collection, [name for name in query.columns if name in known.secrets.get(query.collection, set()) or _HASH.search(name)]
    if query.model is None:
        return query.collection, sorted(known.secrets.get(query.collection, set()))
    return query.collection, _texts(known, query, secret_fields(known, query.collection, known.engine.models.fields(query.model)))


def _texts(known: Knowledge, query: Query, names: list[str]) -> list[str]:
    """Without flags and times that are named after a secret: `must_change_password`, `token_sent`."""
    fields = known.engine.models.fields(query.model) if query.model is not None else {}
    return [name for name in names if not (name in fields and isinstance(call := fields[name].value, ast.Call)
                                           and ast.unparse(call.func).endswith(_OTHERS))]  # fmt: skip
