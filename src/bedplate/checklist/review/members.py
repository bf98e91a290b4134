"""What `value.name` is, by the kind of the value."""
from __future__ import annotations

import ast
from dataclasses import replace

from bedplate.checklist.review.bindings import bind
from bedplate.checklist.review.frame import Engine, Frame
from bedplate.checklist.review.models import Field
from bedplate.checklist.review.relations import related
from bedplate.checklist.review.requests import known_external, request_attribute
from bedplate.checklist.review.schemas import form_field, is_form
from bedplate.checklist.review.source import Module
from bedplate.checklist.review.value import EMPTY, UNTYPED, Class, Function, Query, Value, join

__all__ = ["STATE", "attribute", "deepen", "holds_text", "member"]

STATE = "__state__"  # an object whose attributes are remembered when its methods set them holds its own key under this name
_SAFE = frozenset({
    "builtins.int", "builtins.float", "builtins.bool", "uuid.UUID", "datetime.datetime", "datetime.date", "datetime.time", "decimal.Decimal",
    "typing.Literal", "typing_extensions.Literal", "enum.Enum", "pydantic.UUID4", "pydantic.PositiveInt", "pydantic.NonNegativeInt",
    "pydantic.EmailStr", "datetime.timedelta", "pydantic.conint", "ipaddress.IPv4Address",
})  # fmt: skip
_WRAPPERS = frozenset({"Optional", "Union", "Annotated", "List", "list", "Sequence", "Set", "set", "tuple", "Tuple", "Mapped", "Final"})


def holds_text(engine: Engine, annotation: Value | None) -> bool:
    """Whether a value of this type can carry any text of a client; unknown types can."""
    if annotation is None:
        return True
    if annotation.kind == "union" or (annotation.kind == "instance" and annotation.dotted.rsplit(".", 1)[-1] in _WRAPPERS):
        inner = annotation.args[:1] if annotation.dotted.endswith("Annotated") else annotation.args
        return any(holds_text(engine, each) for each in inner if not (each.kind == "constant" and each.ref is None))
    if annotation.dotted in _SAFE:
        return False
    if annotation.cls and annotation.kind == "class":
        return not engine.models.is_a(annotation.cls, "enum.Enum", "enum.StrEnum", "enum.IntEnum")
    return not (annotation.kind == "constant" and annotation.ref is None)


def deepen(labels: frozenset[str], name: str) -> frozenset[str]:
    """The origins of a member: `query:` becomes `query:name`, `body` becomes `body:name`."""
    return frozenset(label + name if label.endswith(":") else f"body:{name}" if label == "body" else label for label in labels)


def attribute(engine: Engine, value: Value, name: str, node: ast.AST | None, frame: Frame) -> Value:
    """The member of a value; an unknown one keeps the origins of the value it comes from."""
    if value.kind == "union":
        joined = attribute(engine, value.args[0], name, node, frame)
        for option in value.args[1:]:
            joined = join(joined, attribute(engine, option, name, node, frame))
        return joined
    found = request_attribute(engine, value, name)
    if found is not None:
        return found
    if value.kind == "module" and isinstance(value.ref, Module):
        return _of_module(engine, value.ref, name)
    if value.kind == "external":
        return _of_library(engine, value, name, node, frame)
    if value.kind == "class" and value.cls:
        return _of_class(engine, value.cls, value, name)
    if value.kind in {"instance", "row"} and value.cls:
        return _of_object(engine, value, value.cls, name, node, frame)
    return _of_other(value, name)


def _of_library(engine: Engine, value: Value, name: str, node: ast.AST | None, frame: Frame) -> Value:
    if not value.labels and (caller := known_external(f"{value.ref}.{name}")).labels:
        return caller
    if (instead := engine.ambient.get(f"library:{value.ref}")) is not None:
        found = attribute(engine, instead, name, node, frame)
        if found.kind != "unknown" or found.labels:
            return found
    return Value("external", f"{value.ref}.{name}", labels=deepen(value.labels, name), text=value.text)


def _of_module(engine: Engine, module: Module, name: str) -> Value:
    bind(module)
    if name not in module.bindings and module.package and (inner := engine.program.relative((*module.name, name))):
        return Value("module", inner)
    if module.supplied and name not in module.bindings:
        return known_external(".".join((*module.name, name)))
    return engine.global_name(module, name)


def _of_class(engine: Engine, cls: Class, value: Value, name: str) -> Value:
    table = engine.models.table(cls)
    if table is not None:
        if name in {"query", "objects"} or (name not in engine.models.fields(cls) and name.endswith("objects")):
            return Value("query", Query(table.collection, cls))
        if name in engine.models.fields(cls) or name in {"id", "pk"}:
            return Value("column", (table.collection, name, cls))
    found = engine.member(cls, name)
    if found is None and name in {"as_view", "as_asgi"}:
        return Value("instance", "as_view", (value,))
    if found is None:
        library = next(iter(engine.models.line(cls)[1]), "")
        return Value("external", f"{library}.{name}") if library else Value("unknown")
    function = found.function
    if function is not None and function.receiver is None and _decorated(function, "classmethod"):
        return replace(found, ref=replace(function, receiver=value))
    if engine.models.is_a(cls, "enum.Enum", "enum.StrEnum", "enum.IntEnum") and found.kind == "constant":
        return Value("instance", cls, named=(("value", found), ("name", Value("constant", name))))
    return found


def _decorated(function: Function, *names: str) -> bool:
    if isinstance(function.node, ast.Lambda):
        return False
    return any(ast.unparse(each).rsplit(".", 1)[-1] in names for each in function.node.decorator_list)


def _of_object(engine: Engine, value: Value, cls: Class, name: str, node: ast.AST | None, frame: Frame) -> Value:
    token = value.keyword(STATE)
    given = engine.ambient.get(f"{token.ref}.{name}") if token is not None else None
    given = given if given is not None else value.keyword(name)
    fields = engine.models.fields(cls)
    declared = fields.get(name)
    if given is not None and given.kind == "unknown" and given.text and declared is not None and declared.annotation is not None:
        typed = engine.evaluate(declared.annotation, engine.frame_of(declared.owner.module))
        return _typed_member(engine, replace(value, labels=given.labels, text=given.text), name, typed, None, _confined(engine, cls, declared))
    if given is not None:
        return given.with_labels(_row_labels(value, name))
    if value.kind == "row" and (other := related(engine, value, cls, name)) is not None:
        return other
    if value.kind == "row" and (declared is None or declared.annotation is None or declared.value is not None) and declared is not None:
        target = declared.relation or (declared.reference if engine.models.table(cls) and _is_django(engine, cls) else "")
        return Value("row", Query(target), labels=value.labels | {f"row:{target}"} | _row_labels(value, name)) if target else (
            Value("unknown", ("row", value.query.collection if value.query else "", name), labels=deepen(value.labels, name) | _row_labels(value, name))
        )  # fmt: skip
    found = engine.member(cls, name)
    if found is not None and found.function is not None:
        function = found.function
        if _decorated(function, "staticmethod"):
            return found
        bound = replace(found, ref=replace(function, receiver=Value("class", cls) if _decorated(function, "classmethod") else value))
        if _decorated(function, "property", "cached_property", "hybrid_property", "computed_field"):
            return engine.call_value(bound, (), (), node or cls.node, frame)
        return bound
    if declared is not None and declared.annotation is not None:
        typed = engine.evaluate(declared.annotation, engine.frame_of(declared.owner.module))
        return _typed_member(engine, _left_out(value), name, typed, found, _confined(engine, cls, declared))
    if found is not None:
        form = value.kind == "instance" and is_form(engine, cls)
        return form_field(found, name) if form else found.with_labels(_row_labels(value, name))
    return _from_constructor(engine, value, cls, name, frame)


def _column_labels(engine: Engine, value: Value, name: str) -> frozenset[str]:
    """A schema that was made of one row: its member is that row's column."""
    rows = [label[4:] for label in value.labels if label.startswith("row:") and "." not in label] if value.kind == "instance" and value.cls else []
    mine = set(engine.models.fields(value.cls)) if rows and value.cls is not None else set[str]()
    shared = {row: mine & set(engine.models.fields(model)) for row in sorted(rows) if (model := engine.models.stored.get(row)) is not None}
    nearest = max(shared, key=lambda row: len(shared[row]), default="")
    return frozenset({f"row:{nearest}.{name}"}) if nearest and name in shared[nearest] else EMPTY


def _left_out(value: Value) -> Value:
    """An object that the program made without naming this field: the field has its default, and nothing of what the others hold."""
    named = value.kind == "instance" and value.named and value.keyword("**") is None
    return replace(value, labels=EMPTY, text=False) if named else value


def _is_django(engine: Engine, cls: Class) -> bool:
    table = engine.models.table(cls)
    return table is not None and table.kind in {"django", "tortoise", "peewee", "mongoengine"}


def _row_labels(value: Value, name: str) -> frozenset[str]:
    return frozenset({f"row:{value.query.collection}.{name}"}) if value.kind == "row" and value.query else EMPTY


def _confined(engine: Engine, cls: Class, declared: Field) -> bool:
    """Whether a pattern or a validator of the schema looks at the field's text."""
    if isinstance(declared.value, ast.Call) and any(word.arg in {"pattern", "regex", "max_length_pattern"} for word in declared.value.keywords):
        return True
    if declared.annotation is not None and ("pattern=" in (words := ast.unparse(declared.annotation)) or "regex=" in words):
        return True
    for each in engine.models.line(cls)[0]:
        for node in each.node.body:
            if isinstance(node, ast.FunctionDef) and (any(_validates(mark, declared.name) for mark in node.decorator_list) or _looks_at(node, declared.name)):
                return True
    return False


def _looks_at(node: ast.FunctionDef, name: str) -> bool:
    """A validator of the whole model that reads the field and can refuse."""
    marks = {ast.unparse(mark.func if isinstance(mark, ast.Call) else mark).rsplit(".", 1)[-1] for mark in node.decorator_list}
    inside = list(ast.walk(node)) if marks & {"root_validator", "model_validator"} else []
    reads = any((isinstance(each, ast.Constant) and each.value == name) or (isinstance(each, ast.Attribute) and each.attr == name) for each in inside)
    return reads and any(isinstance(each, ast.Raise | ast.Assert) for each in inside)


def _validates(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Call) and ast.unparse(node.func).rsplit(".", 1)[-1] in {"validator", "field_validator"} and any(
        isinstance(each, ast.Constant) and each.value == name for each in node.args
    )


def _typed_member(engine: Engine, value: Value, name: str, typed: Value, default: Value | None,
                  confined: bool) -> Value:  # fmt: skip
    labels = (deepen(value.labels, name) | _row_labels(value, name) | _column_labels(engine, value, name)) - {UNTYPED}
    text = bool(labels) and value.text and not confined and holds_text(engine, typed)
    for option in (*typed.args, typed) if typed.kind == "instance" else (typed,):
        if option.kind == "class" and isinstance(option.ref, Class) and not engine.models.is_a(option.ref, "enum.Enum", "enum.StrEnum"):
            return Value("instance", option.ref, labels=labels, text=text)
    if default is not None and not labels:
        return default
    ref = ("row", value.query.collection, name) if value.kind == "row" and value.query else None
    return Value("unknown", ref, labels=labels, text=text)


def _from_constructor(engine: Engine, value: Value, cls: Class, name: str, frame: Frame) -> Value:
    """`self.name` as `__init__` sets it, with the arguments that made the instance."""
    maker = engine.member(cls, "__init__")
    function = maker.function if maker else None
    if function is not None and not isinstance(function.node, ast.Lambda) and frame.depth < 12:
        for node in ast.walk(function.node):
            if not isinstance(node, ast.Assign | ast.AnnAssign) or node.value is None:
                continue
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            if isinstance(target, ast.Attribute) and target.attr == name and isinstance(target.value, ast.Name):
                inner = engine.frame_of(function.module)
                inner.depth = frame.depth + 1
                names = [argument.arg for argument in function.node.args.args[1:]]
                inner.names.update(zip(names, value.args, strict=False))
                inner.names.update(value.named)
                return engine.evaluate(node.value, inner)
    labels = deepen(value.labels, name) | _row_labels(value, name)
    library = next((base for base in engine.models.line(cls)[1] if not base.startswith("builtins")), "")
    if library and not labels:
        return Value("external", f"{library}.{name}")
    return Value("unknown", labels=labels, text=value.text)


_NUMBERS = frozenset({"code", "status", "status_code", "http_status", "errno", "returncode", "__class__"})


def _of_other(value: Value, name: str) -> Value:
    if value.ref == "exception" and name in _NUMBERS:
        return Value("unknown")
    if value.kind == "mapping" and (found := value.keyword(name)) is not None:
        return found
    if value.kind == "row" and value.query:
        return Value("unknown", ("row", value.query.collection, name), labels=value.labels | {f"row:{value.query.collection}.{name}"})
    if value.dotted in {"pathlib.Path", "pathlib.PurePath"} and name in {"name", "stem", "suffix"}:
        return Value("unknown", labels=value.labels)  # one segment, without a slash
    if value.kind == "instance" and isinstance(value.ref, str):
        return Value("external", f"{value.ref}.{name}", labels=deepen(value.labels, name), text=value.text)
    if value.kind == "column" or (value.kind == "query" and name == "items"):  # the rows of a page
        return value
    if value.ref == "claims":
        return Value("unknown", labels=value.labels | {f"claim:{name}"}, text=value.text)
    made = "made" if value.ref == "made" else None
    return Value("unknown", made, labels=deepen(value.labels, name), text=value.text)


def member(engine: Engine, cls: Class, name: str) -> Value | None:
    """A definition in the class or its bases: a function, an inner class, or an assigned value."""
    for each in engine.models.line(cls)[0]:
        for node in reversed(each.node.body):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name == name:
                return Value("function", Function(each.module, node, each, None, each.scope))
            if isinstance(node, ast.ClassDef) and node.name == name:
                return Value("class", Class(each.module, node, each.scope))
            if isinstance(node, ast.Assign) and any(isinstance(target, ast.Name) and target.id == name for target in node.targets):
                return engine.evaluate(node.value, class_frame(engine, each))
            if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.target.id == name and node.value:
                return engine.evaluate(node.value, class_frame(engine, each))
    return None


def class_frame(engine: Engine, cls: Class) -> Frame:
    """A frame in which the class's own earlier names are seen."""
    frame = engine.frame_of(cls.module)
    frame.scope = cls.scope
    frame.depth = 4
    return frame


