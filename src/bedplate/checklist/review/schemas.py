"""Schemas that load raw data and dump rows (marshmallow and its kin), forms, and parsers of arguments."""
from __future__ import annotations

import ast
from collections.abc import Iterator

from bedplate.checklist.review.frame import Engine, Frame
from bedplate.checklist.review.value import UNTYPED, Class, Value, gather

__all__ = ["dumped", "form_field", "is_form", "is_parser", "is_schema", "loaded", "parsed_arguments", "schema_of", "visible"]

Named = tuple[tuple[str, Value], ...]
_SCHEMAS = ("marshmallow.Schema", "marshmallow.schema.Schema", "apiflask.Schema", "ma.Schema", ".Marshmallow.Schema", ".SQLAlchemyAutoSchema",
            ".SQLAlchemySchema", ".ModelSchema")  # fmt: skip
_FORMS = ("flask_wtf.FlaskForm", "flask_wtf.Form", "wtforms.Form", "wtforms.form.Form", "flask_wtf.form.FlaskForm")
_TYPED = frozenset({"Int", "Integer", "Float", "Decimal", "Number", "Bool", "Boolean", "UUID", "DateTime", "AwareDateTime", "NaiveDateTime",
                    "Date", "Time", "TimeDelta", "Enum", "Email", "IP", "IPv4", "IPv6"})  # fmt: skip
_TYPED_FIELDS = frozenset({"IntegerField", "DecimalField", "FloatField", "BooleanField", "DateField", "DateTimeField", "TimeField", "SelectField",
                           "RadioField", "IntegerRangeField", "DateTimeLocalField"})  # fmt: skip
_CONFINING = frozenset({"OneOf", "Regexp", "Equal", "AnyOf", "UUID", "MacAddress"})
_NUMBERS = frozenset({"builtins.int", "builtins.float", "builtins.bool"})


def is_schema(engine: Engine, cls: Class) -> bool:
    """Whether a class of the program is a schema of marshmallow or of a library on top of it."""
    return engine.models.is_a(cls, *_SCHEMAS)


def is_form(engine: Engine, cls: Class) -> bool:
    """Whether a class of the program is a form that reads the request by itself."""
    return engine.models.is_a(cls, *_FORMS)


def schema_of(engine: Engine, value: Value) -> Class | None:
    """The schema that a value is: the class, an instance, or a name."""
    for option in value.options():
        if isinstance(option.ref, Class) and is_schema(engine, option.ref):
            return option.ref
    return None


def _meta(engine: Engine, cls: Class) -> Class | None:
    found = engine.member(cls, "Meta")
    return found.cls if found is not None else None


def _names(engine: Engine, cls: Class, key: str) -> frozenset[str]:
    meta = _meta(engine, cls)
    found = engine.member(meta, key) if meta is not None else None
    return frozenset(str(each.ref) for each in found.args) if found is not None and found.kind == "sequence" else frozenset()


def _fields(engine: Engine, cls: Class) -> Iterator[tuple[str, Value]]:
    """The declared fields with their makers, and for automatic schemas the columns of the model."""
    excluded, listed = _names(engine, cls, "exclude"), _names(engine, cls, "fields")
    meta = _meta(engine, cls)
    model = engine.member(meta, "model") if meta is not None else None
    own: dict[str, Value] = {}
    if model is not None and model.cls is not None:
        own.update((name, Value("unknown")) for name, field in engine.models.fields(model.cls).items() if not field.relation and not name.startswith("_"))
    for name in engine.models.fields(cls):
        made = engine.member(cls, name)
        if made is not None and made.kind == "instance":
            own[name] = made
    for name, made in own.items():
        if name not in excluded and (not listed or name in listed):
            yield name, made


def _is(made: Value, flag: str) -> bool:
    given = made.keyword(flag)
    return given is not None and given.ref is True


def _holds_text(made: Value) -> bool:
    ending = made.dotted.rsplit(".", 1)[-1]
    if ending in _TYPED or ending in _TYPED_FIELDS:
        return False
    checks = [each for key in ("validate", "validators") if (given := made.keyword(key)) is not None for each in (given, *given.args)]
    return not any(each.dotted.rsplit(".", 1)[-1] in _CONFINING for each in (*checks, *(inner for each in made.args for inner in each.args)))


def visible(engine: Engine, cls: Class) -> list[str]:
    """The fields that a schema writes into an answer."""
    return [name for name, made in _fields(engine, cls) if not _is(made, "load_only")]


def loaded(engine: Engine, schema: Value, source: Value, named: Named, node: ast.AST | None, frame: Frame) -> Value:
    """Raw data as a schema lets it through: its declared fields, typed."""
    cls = schema_of(engine, schema)
    assert cls is not None
    labels, _ = gather((source,))
    entries: list[tuple[str, Value]] = []
    for name, made in _fields(engine, cls):
        if _is(made, "dump_only"):
            continue
        origins = frozenset(_origin(label, name) for label in labels - {UNTYPED})
        entries.append((name, Value("unknown", labels=origins, text=_holds_text(made))))
    mapping = Value("mapping", "dump", named=tuple(entries), labels=labels - {UNTYPED}, text=True, node=node, module=frame.module)
    many = [value for key, value in (*named, *schema.named) if key == "many"]
    return Value("sequence", args=(mapping,)) if many and many[0].ref is True else mapping


def _origin(label: str, name: str) -> str:
    return f"body:{name}" if label == "body" else label + name if label.endswith(":") else label


def dumped(engine: Engine, schema: Value, source: Value, node: ast.AST, frame: Frame) -> Value:
    """Rows as a schema shows them: a mapping of the visible fields."""
    cls = schema_of(engine, schema)
    assert cls is not None
    chosen = {key: frozenset(str(each.ref) for each in value.args) for key, value in schema.named if key in {"only", "exclude"}}
    names = [name for name in visible(engine, cls) if name not in chosen.get("exclude", frozenset()) and (not chosen.get("only") or name in chosen["only"])]
    entries = tuple((name, engine.attribute(source, name, node, frame)) for name in names)
    mapping = Value("mapping", "dump", named=entries, labels=source.labels, node=node, module=frame.module)
    if source.kind in {"query", "sequence"}:
        return Value("sequence", args=(mapping,), named=(("over", source),) if source.kind == "query" else ())
    return mapping


def form_field(made: Value, name: str) -> Value:
    """A field of a form: what the client sent under its name."""
    return made.with_labels({f"form:{name}"}, text=_holds_text(made))


def is_parser(value: Value) -> bool:
    """A parser of arguments (Flask-RESTful and its heirs)."""
    return value.dotted.endswith("RequestParser")


def parsed_arguments(engine: Engine, parser: Value, node: ast.AST, frame: Frame) -> Value:
    """What a parser of arguments gives: its declared arguments, wherever the client put them."""
    declared = engine.ambient.get(f"arguments:{id(parser.node)}")
    entries: list[tuple[str, Value]] = []
    for name, made in declared.named if declared is not None else ():
        kind = made.keyword("type")
        choices = made.keyword("choices")
        text = not (kind is not None and kind.dotted in _NUMBERS) and choices is None
        entries.append((name, Value("unknown", labels=frozenset({f"body:{name}"}), text=text)))
    return Value("mapping", "dump", named=tuple(entries), labels=frozenset({"body"}), text=True, node=node, module=frame.module)
