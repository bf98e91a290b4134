"""The answer of a route holds a secret field."""
from __future__ import annotations

from collections.abc import Iterator

from bedplate.checklist.item import Finding
from bedplate.checklist.review.knowledge import Knowledge, finding, secret_fields
from bedplate.checklist.review.picture import Route
from bedplate.checklist.review.value import Class, Value

__all__ = ["check"]


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
    return model is not None and bool(model.dotted) and "Response" in model.dotted


def _declared(known: Knowledge, route: Route, model: Class) -> Iterator[Finding]:
    table = known.engine.models.table(model)
    collection = table.collection if table else ""
    stored = {name for names in known.secrets.values() for name in names}
    secret = [name for name in known.engine.models.fields(model) if name in stored] or (
        secret_fields(known, collection, known.engine.models.fields(model)) if table else []
    )
    if secret:
        message = f"{route.name} answers with {model.name}, which holds {', '.join(secret)}."
        yield finding(known, "over-exposed-fields", 0.9, route.place, message, route,
                      patch=f"class {model.name}Public(BaseModel): ...  # without {', '.join(secret)}")  # fmt: skip


def _row(known: Knowledge, route: Route) -> Iterator[Finding]:
    for each in route.own:
        event = each.event
        if event.kind != "return" or each.stack:
            continue
        for option in [inner for value in event.values for inner in value.options()]:
            query = option.query
            rows = option.kind in {"row", "query"} and query is not None and not query.columns
            if rows and query is not None and query.model is not None:
                secret = secret_fields(known, query.collection, known.engine.models.fields(query.model))
                if secret:
                    message = f"{route.name} answers with whole rows of {query.collection}, which hold {', '.join(secret)}."
                    yield finding(known, "over-exposed-fields", 0.88, event.place, message, route,
                                  patch="response_model=<a schema that names the public fields>")  # fmt: skip
                    return
