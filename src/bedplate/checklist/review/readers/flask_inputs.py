"""Decorators that read the request for a handler, or shape its answer: webargs, smorest, APIFlask, flask-pydantic, restful and restx."""
from __future__ import annotations

import ast
from dataclasses import dataclass, field

from bedplate.checklist.review.engine import Reading
from bedplate.checklist.review.frame import Frame
from bedplate.checklist.review.schemas import loaded, schema_of
from bedplate.checklist.review.value import Class, Function, Value

__all__ = ["Answer", "Inputs"]

_PLACES = {"json": "body", "query": "query:", "querystring": "query:", "form": "form:", "files": "file:", "headers": "header:", "cookies": "header:cookie:",
           "json_or_form": "body", "path": "path:", "view_args": "path:", "form_and_files": "form:"}  # fmt: skip
_NUMBERS = ("Int", "Integer", "Float", "Bool", "Boolean", "UUID", "Date", "DateTime", "Decimal", "Enum", "Email")


@dataclass
class Inputs:
    """What decorators hand to a handler beside the path. Guards both lists; `see` is asked for every decorator."""

    engine: Reading
    frame: Frame
    positional: list[Value] = field(default_factory=list[Value])
    named: dict[str, Value] = field(default_factory=dict[str, Value])

    def see(self, maker: Value) -> bool:
        """Whether this decorator reads the request; what it reads is remembered."""
        name = maker.dotted
        ending = name.rsplit(".", 1)[-1]
        if ending in {"use_args", "use_kwargs"}:
            data = self._loaded(maker, "json")
            self._give(data, spread=ending == "use_kwargs")
        elif ending == "arguments" and name.startswith("flask_smorest"):
            as_words = maker.keyword("as_kwargs")
            self._give(self._loaded(maker, "json"), spread=as_words is not None and as_words.ref is True)
        elif ending == "input" and name.startswith("apiflask"):
            place = _location(maker, "json")
            called = maker.keyword("arg_name")
            self.named[str(called.ref) if called is not None else f"{place}_data"] = self._loaded(maker, "json")
        else:
            return False
        return True

    def _give(self, data: Value, *, spread: bool) -> None:
        if spread:
            self.named.update(data.named)
        else:
            self.positional.append(data)

    def _loaded(self, maker: Value, default: str) -> Value:
        given = maker.args[0] if maker.args else Value("unknown")
        origin = _PLACES.get(_location(maker, default), "body")
        raw = Value("unknown", labels=frozenset({origin}), text=True)
        if schema_of(self.engine, given) is not None:
            return loaded(self.engine, given, raw, (), maker.node, self.frame)
        entries = tuple((name, _argument(made, origin, name)) for name, made in given.named)
        return Value("mapping", "dump", named=entries, labels=raw.labels, text=True, node=maker.node)

    def typed(self, function: Function) -> None:
        """Parameters `body`, `query`, `form`, `header` and `path` with a schema as their type (flask-pydantic, flask-openapi3)."""
        if isinstance(function.node, ast.Lambda):
            return
        home = self.engine.frame_of(function.module)
        for argument in (*function.node.args.args, *function.node.args.kwonlyargs):
            origin = {"body": "body", "query": "query:", "form": "form:", "header": "header:", "path": "path:"}.get(argument.arg)
            if origin and argument.annotation is not None and argument.arg not in self.named:
                made = self.engine.evaluate(argument.annotation, home)
                if isinstance(made.ref, Class):
                    self.named[argument.arg] = Value("instance", made.ref, labels=frozenset({origin}), text=True)


def _location(maker: Value, default: str) -> str:
    given = maker.keyword("location")
    return given.ref if given is not None and isinstance(given.ref, str) else default


def _argument(made: Value, origin: str, name: str) -> Value:
    label = f"body:{name}" if origin == "body" else f"{origin}{name}"
    checked = any((given := made.keyword(key)) is not None and given.dotted.endswith(("OneOf", "Regexp")) for key in ("validate",))
    return Value("unknown", labels=frozenset({label}), text=not made.dotted.endswith(_NUMBERS) and not checked)


@dataclass
class Answer:
    """The shape that a decorator gives to the answer."""

    model: Value | None = None

    def see(self, maker: Value) -> bool:
        """Whether this decorator shapes the answer."""
        name = maker.dotted
        ending = name.rsplit(".", 1)[-1]
        if ending in {"marshal_with", "marshal_list_with"} or (ending == "output" and name.startswith("apiflask")):
            self.model = maker.args[0] if maker.args else Value("mapping")
        elif ending == "response" and name.startswith("flask_smorest"):
            shaped = maker.args[1] if len(maker.args) > 1 else maker.keyword("schema")
            self.model = shaped or self.model
        else:
            return False
        return True
