"""Which fields a serializer or form has, which of them a client may write, and which an answer shows."""
from __future__ import annotations

import ast
from dataclasses import dataclass

from bedplate.checklist.review.frame import Engine
from bedplate.checklist.review.models import Field
from bedplate.checklist.review.readers.survey import elements_of, listed
from bedplate.checklist.review.value import Class, Value

__all__ = ["Spec", "model_fields", "model_of", "shape"]

_SET_BY_ITSELF = frozenset({"auto_now", "auto_now_add", "primary_key"})
_NO_TEXT = ("BooleanField", "IntegerField", "FloatField", "DecimalField", "DateField", "DateTimeField", "TimeField", "UUIDField", "EmailField",
            "DurationField", "ChoiceField", "IPAddressField", "AutoField", "BigIntegerField", "MultipleChoiceField", "NullBooleanField")  # fmt: skip
_REFERENCES = ("PrimaryKeyRelatedField", "SlugRelatedField", "HyperlinkedRelatedField", "ModelChoiceField", "ModelMultipleChoiceField")


@dataclass(frozen=True, slots=True)
class Spec:
    """One field: what made it (none for a field that comes from the model), and in which directions it goes."""

    name: str
    made: Value | None
    declared: Field | None
    writable: bool
    shown: bool
    text: bool
    reference: str = ""


def model_of(engine: Engine, cls: Class) -> Class | None:
    """The model that a serializer or form is for."""
    meta = engine.member(cls, "Meta")
    found = engine.member(meta.cls, "model") if meta is not None and meta.cls is not None else None
    return next((option.cls for option in found.options() if option.kind == "class"), None) if found is not None else None


def model_fields(engine: Engine, model: Class) -> dict[str, Field]:
    """The fields of a model, without managers and constants."""
    return {name: each for name, each in engine.models.fields(model).items() if _is_field(each)}


def _is_field(each: Field) -> bool:
    if not isinstance(each.value, ast.Call):
        return False
    name = ast.unparse(each.value.func).rsplit(".", 1)[-1]
    return name.endswith(("Field", "Key")) and not name.startswith("Generic")


def shape(engine: Engine, cls: Class) -> list[Spec]:
    """All fields of a serializer or form, as its declarations and its Meta give them."""
    meta_value = engine.member(cls, "Meta")
    meta = meta_value.cls if meta_value is not None else None
    model = model_of(engine, cls)
    stored = model_fields(engine, model) if model is not None else {}
    made = {name: value for name, each in engine.models.fields(cls).items() if (value := _made(engine, each)) is not None}
    names = _names(engine, meta, stored, made)
    fixed = set(listed(engine.member(meta, "read_only_fields"))) if meta is not None else set[str]()
    hidden: set[str] = set()
    extra = engine.member(meta, "extra_kwargs") if meta is not None else None
    for name, options in extra.named if extra is not None else ():
        fixed |= {name} if _is_true(options, "read_only") else set()
        hidden |= {name} if _is_true(options, "write_only") else set()
    return [_spec(engine, name, made.get(name), stored.get(name), fixed, hidden) for name in names]


def _made(engine: Engine, each: Field) -> Value | None:
    if not isinstance(each.value, ast.Call):
        return None
    value = engine.evaluate(each.value, engine.frame_of(each.owner.module))
    return value if value.kind == "instance" and (value.cls is not None or value.dotted.startswith(("rest_framework", "django.forms"))) else None


def _names(engine: Engine, meta: Class | None, stored: dict[str, Field], made: dict[str, Value]) -> list[str]:
    if meta is None:
        return list(made)
    fields = engine.member(meta, "fields")
    if fields is not None and elements_of(fields):
        return [*dict.fromkeys([*listed(fields), *(name for name, value in made.items() if value.dotted.startswith("django.forms"))])]
    excluded = set(listed(engine.member(meta, "exclude")))
    if fields is None and not excluded:
        return list(made)
    return [name for name in dict.fromkeys(["id", *stored, *made]) if name not in excluded]


def _spec(engine: Engine, name: str, made: Value | None, declared: Field | None, fixed: set[str], hidden: set[str]) -> Spec:
    ending = made.dotted.rsplit(".", 1)[-1] if made is not None else ""
    read_only = _is_true(made, "read_only") or ending in {"SerializerMethodField", "ReadOnlyField", "StringRelatedField", "HyperlinkedIdentityField"}
    if made is None:
        read_only = read_only or name in fixed or name in {"id", "pk", "url"} or _automatic(declared)
    write_only = _is_true(made, "write_only") or ending == "HiddenField" or (made is None and name in hidden)
    source = made.keyword("source") if made is not None else None
    known = source.ref if source is not None and isinstance(source.ref, str) else name
    reference = declared.reference if declared is not None and (made is None or ending.endswith(_REFERENCES) or made.cls is not None) else ""
    return Spec(name if known == name or "." in known else known, made, declared, not read_only, not write_only, _holds_text(made, declared, ending),
                reference)  # fmt: skip


def _holds_text(made: Value | None, declared: Field | None, ending: str) -> bool:
    if made is not None and made.cls is None:
        return not ending.endswith(_NO_TEXT)
    if declared is None or not isinstance(declared.value, ast.Call):
        return True
    name = ast.unparse(declared.value.func).rsplit(".", 1)[-1]
    chosen = any(word.arg == "choices" for word in declared.value.keywords)
    return not name.endswith((*_NO_TEXT, "Key", "OneToOneField", "ManyToManyField")) and not chosen


def _automatic(declared: Field | None) -> bool:
    """A field that no form or serializer offers for writing."""
    if declared is None or not isinstance(declared.value, ast.Call):
        return False
    return any(word.arg in _SET_BY_ITSELF or (word.arg == "editable" and ast.unparse(word.value) == "False") for word in declared.value.keywords)


def _is_true(value: Value | None, name: str) -> bool:
    given = value.keyword(name) if value is not None else None
    return given is not None and given.ref is True
