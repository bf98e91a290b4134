"""Composition of the reading modules: one engine for one program. It evaluates and follows code, and never runs any."""
from __future__ import annotations

import ast
import builtins

from bedplate.checklist.review import calls, expressions, members, statements, statuses
from bedplate.checklist.review.bindings import Assigned, Imported, bind
from bedplate.checklist.review.frame import Engine, Frame, Intrinsic, place_of
from bedplate.checklist.review.libraries import LIBRARY_GUARDS
from bedplate.checklist.review.models import Models
from bedplate.checklist.review.requests import known_external
from bedplate.checklist.review.source import Module, Program
from bedplate.checklist.review.trace import Event, touched_by
from bedplate.checklist.review.value import CALLER, NOTHING, Class, Function, Value, external, join

__all__ = ["Reading"]

Named = tuple[tuple[str, Value], ...]
_BUILTINS = frozenset(dir(builtins))


class Reading(Engine):
    """The engine. Guards its memory: each global name is evaluated once, each function once for each shape of arguments."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.models = Models(self._evaluate_in_class)
        self.ambient: dict[str, Value] = {}
        self.intrinsics: dict[str, Intrinsic] = {}
        self.exhausted = False
        self.budget = 4000
        self._globals: dict[tuple[str, str], Value] = {}
        self._active: set[tuple[str, str]] = set()
        self._touched: dict[int, tuple[tuple[Event, ...], frozenset[str]]] = {}
        self._members: dict[tuple[int, int, str], Value | None] = {}
        self._followed: dict[object, tuple[Value, tuple[Event, ...], bool]] = {}
        self._following: list[int] = []

    def _evaluate_in_class(self, node: ast.expr, cls: Class) -> Value:
        return self.evaluate(node, members.class_frame(self, cls))

    def frame_of(self, module: Module) -> Frame:
        return Frame(module, depth=3)

    def evaluate(self, node: ast.expr, frame: Frame) -> Value:
        return expressions.evaluate(self, node, frame)

    def execute(self, body: list[ast.stmt], frame: Frame) -> bool:
        return statements.execute(self, body, frame)

    def attribute(self, value: Value, name: str, node: ast.AST | None, frame: Frame) -> Value:
        return members.attribute(self, value, name, node, frame)

    def member(self, cls: Class, name: str) -> Value | None:
        key = (id(cls.node), id(cls.scope) if cls.scope else 0, name)
        if key not in self._members:
            self._members[key] = members.member(self, cls, name)
        return self._members[key]

    def call_value(self, target: Value, args: tuple[Value, ...], named: Named, node: ast.AST, frame: Frame) -> Value:
        return calls.call_value(self, target, args, named, node, frame)

    def touched(self, events: tuple[Event, ...]) -> frozenset[str]:
        """The origins in these events; known for as long as they are, and asked for often."""
        known = self._touched.get(id(events))
        if known is None or known[0] is not events:
            known = self._touched[id(events)] = (events, touched_by(events))
        return known[1]

    def statuses(self, value: Value) -> frozenset[int]:
        return statuses.raised(self, value)

    def global_name(self, module: Module, name: str) -> Value:
        """What a name at the top of a module is; evaluated when first asked for."""
        key = (module.path, name)
        if key in self._globals:
            return self._globals[key]
        if key in self._active:
            return NOTHING
        self._active.add(key)
        value = self._global(module, name)
        self._active.discard(key)
        self._globals[key] = value
        return value

    def _global(self, module: Module, name: str) -> Value:
        bind(module)
        found = module.bindings.get(name)
        if found is None:
            return self._unbound(module, name)
        joined: Value | None = None
        for binding in found[-3:]:
            value = self._binding(module, name, binding)
            again = joined is not None and joined.kind == value.kind == "external" and joined.dotted.rsplit(".", 1)[-1] == value.dotted.rsplit(".", 1)[-1]
            joined = value if joined is None or again else join(joined, value)  # the same name of a library, imported from elsewhere
        return joined if joined is not None else NOTHING

    def _binding(self, module: Module, name: str, binding: object) -> Value:
        if isinstance(binding, ast.FunctionDef | ast.AsyncFunctionDef):
            return Value("function", Function(module, binding))
        if isinstance(binding, ast.ClassDef):
            return Value("class", Class(module, binding))
        if isinstance(binding, Imported):
            return self.imported(binding, module)
        if isinstance(binding, Assigned) and binding.value is not None:
            return self._assigned(module, name, binding, binding.value)
        if isinstance(binding, Assigned) and binding.annotation is not None:
            return calls.typed(self.evaluate(binding.annotation, self.frame_of(module)))
        return NOTHING

    def _assigned(self, module: Module, name: str, binding: Assigned, node: ast.expr) -> Value:
        if isinstance(node, ast.Dict | ast.List) and not (node.keys if isinstance(node, ast.Dict) else node.elts):
            return Value("store", name.lower().replace("_", ""))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"dict", "list", "defaultdict"} and not node.args:
            return Value("store", name.lower().replace("_", ""))
        value = self.evaluate(node, self.frame_of(module))
        if value.kind == "mapping" and value.named and all(inner.kind in {"mapping", "instance"} for _, inner in value.named):
            keyed = isinstance(node, ast.Dict) and not all(isinstance(each, ast.Constant) and isinstance(each.value, str) for each in node.keys)
            if keyed:
                return Value("store", name.lower().replace("_", ""))
        if binding.index is not None:
            return value.args[binding.index] if value.kind == "sequence" and binding.index < len(value.args) else NOTHING
        return value

    def _unbound(self, module: Module, name: str) -> Value:
        for dotted, level in module.stars:
            source = self._module_of(Imported(dotted, "*", level), module)
            if source is not None and source is not module:
                value = self.global_name(source, name)
                if value is not NOTHING and not value.dotted.startswith("builtins."):
                    return value
        return external(f"builtins.{name}") if name in _BUILTINS else NOTHING

    def _module_of(self, imported: Imported, module: Module) -> Module | None:
        if not imported.level:
            return self.program.find(imported.dotted, module)
        base = module.folder[: len(module.folder) - imported.level + 1]
        parts = (*base, *imported.dotted.split(".")) if imported.dotted else base
        return self.program.relative(parts)

    def imported(self, imported: Imported, module: Module) -> Value:
        """What an import binds: a module of the program, a name in one, or a library's name."""
        if not imported.attribute:
            found = self.program.find(imported.dotted, module)
            return Value("module", found) if found is not None else known_external(imported.dotted)
        source = self._module_of(imported, module)
        if source is not None and source is not module:
            bind(source)
            if imported.attribute in source.bindings or not source.package:
                value = self.global_name(source, imported.attribute)
                if value is not NOTHING:
                    return value
            inner = self.program.relative((*source.name, imported.attribute))
            if inner is not None:
                return Value("module", inner)
            if source.supplied:
                told = self.global_name(source, imported.attribute) if source.stars else NOTHING
                return told if told.cls is not None else known_external(f"{imported.dotted}.{imported.attribute}")
            return self.global_name(source, imported.attribute)
        if imported.level:
            base = module.folder[: len(module.folder) - imported.level + 1]
            inner = self.program.relative((*base, *filter(None, imported.dotted.split(".")), imported.attribute))
            return Value("module", inner) if inner is not None else NOTHING
        inner_module = self.program.find(f"{imported.dotted}.{imported.attribute}", module)
        return Value("module", inner_module) if inner_module is not None else known_external(f"{imported.dotted}.{imported.attribute}")

    def follow(self, function: Function, args: tuple[Value, ...], named: Named, depth: int) -> tuple[Value, tuple[Event, ...], bool]:
        """The result and the events of a function with these arguments, and whether it always refuses."""
        key = (id(function.node), id(function.scope) if function.scope else 0, function.receiver.key(1) if function.receiver else None,
               tuple(value.key() for value in args), tuple((name, value.key()) for name, value in named), depth > 6)  # fmt: skip
        known = self._followed.get(key)
        if known is not None:
            return known
        if id(function.node) in self._following or self.budget <= 0:
            self.exhausted = self.budget <= 0
            return NOTHING, (), False
        self.budget -= 1
        self._following.append(id(function.node))
        outcome = self._run(function, args, named, depth)
        self._following.pop()
        self._followed[key] = outcome
        return outcome

    def _guarded(self, function: Function, frame: Frame) -> None:
        """A library's guard around a function that stands inside of another: a decorator of the program that asks for an account."""
        for decorator in function.node.decorator_list if function.scope and not isinstance(function.node, ast.Lambda) else ():
            if isinstance(decorator, ast.Name | ast.Attribute) and LIBRARY_GUARDS.match(name := self.evaluate(decorator, frame).dotted):
                labels = frozenset({CALLER})
                frame.happen(Event("refuse", place_of(function.module, decorator), name, labels=labels, statuses=frozenset({401}), nearest=labels))

    def _run(self, function: Function, args: tuple[Value, ...], named: Named, depth: int) -> tuple[Value, tuple[Event, ...], bool]:
        frame = Frame(function.module, scope=function.scope, function=function, depth=depth)
        self._guarded(function, frame)
        frame.names = calls.bind_arguments(self, function, args, named)
        if isinstance(function.node, ast.Lambda):
            return self.evaluate(function.node.body, frame), tuple(frame.events), False
        ended = self.execute(function.node.body, frame)
        values = [*frame.returns, *frame.yields]
        if not values:
            refuses = ended and any(event.kind == "refuse" for event in frame.events)
            return Value("constant", None), tuple(frame.events), refuses
        joined = values[0]
        for value in values[1:]:
            joined = join(joined, value)
        return joined, tuple(frame.events), False
