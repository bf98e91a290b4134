"""Configuration of Flask applications: `app.config`, its classes, `secret_key`, and extensions with arguments."""
from __future__ import annotations

import ast

from bedplate.checklist.review.engine import Reading
from bedplate.checklist.review.frame import Frame, place_of
from bedplate.checklist.review.picture import Picture, Setting
from bedplate.checklist.review.readers.survey import arguments
from bedplate.checklist.review.source import Module
from bedplate.checklist.review.value import Class, Value

__all__ = ["statement"]

_EXTENSIONS = frozenset({"flask_cors.CORS", "flask_wtf.csrf.CSRFProtect", "flask_wtf.CSRFProtect", "flask_wtf.CsrfProtect", "flask_talisman.Talisman",
                         "flask_seasurf.SeaSurf"})  # fmt: skip

_RUNS = frozenset({"flask.Flask.run", "quart.Quart.run"})


def statement(engine: Reading, picture: Picture, module: Module, node: ast.stmt, frame: Frame) -> None:
    """Settings that one statement makes."""
    if isinstance(node, ast.Assign):
        for target in node.targets:
            _assigned(engine, picture, module, target, node.value, frame)
    if isinstance(node, ast.Expr | ast.Assign | ast.Return) and node.value is not None:
        for call in ast.walk(node.value):
            if isinstance(call, ast.Call):
                _called(engine, picture, module, call, frame)


def _assigned(engine: Reading, picture: Picture, module: Module, target: ast.expr, value: ast.expr, frame: Frame) -> None:
    if isinstance(target, ast.Attribute) and target.attr == "secret_key" and _is_app(engine.evaluate(target.value, frame)):
        _add(picture, "SECRET_KEY", engine.evaluate(value, frame), module, target)
    if isinstance(target, ast.Attribute) and target.attr == "debug" and _is_app(engine.evaluate(target.value, frame)):
        _add(picture, "DEBUG", engine.evaluate(value, frame), module, target)
    if isinstance(target, ast.Subscript) and isinstance(target.value, ast.Attribute) and target.value.attr == "config":
        key = engine.evaluate(target.slice, frame).ref
        if isinstance(key, str):
            _add(picture, key, engine.evaluate(value, frame), module, target)


def _called(engine: Reading, picture: Picture, module: Module, node: ast.Call, frame: Frame) -> None:
    if isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Attribute) and node.func.value.attr == "config":
        args, named = arguments(engine, node, frame)
        if node.func.attr in {"update", "from_mapping"}:
            for key, value in (*named.items(), *(pair for arg in args for pair in arg.named)):
                _add(picture, key, value, module, node)
        elif node.func.attr == "from_object" and args:
            _from_object(engine, picture, args[0], module)
        return
    made = engine.evaluate(node.func, frame) if isinstance(node.func, ast.Name | ast.Attribute) else None
    if made is not None and made.dotted in _EXTENSIONS:
        args, named = arguments(engine, node, frame)
        picture.settings.append(Setting(made.dotted, Value("instance", made.dotted, args, tuple(named.items()), node=node), place_of(module, node)))
    elif made is not None and made.dotted in _RUNS:
        args, named = arguments(engine, node, frame)
        picture.settings.append(Setting("flask.run", Value("instance", made.dotted, args, tuple(named.items()), node=node), place_of(module, node)))
    elif made is not None and made.dotted.endswith((".init_app",)) and made.dotted.removesuffix(".init_app") in _EXTENSIONS:
        args, named = arguments(engine, node, frame)
        name = made.dotted.removesuffix(".init_app")
        picture.settings.append(Setting(name, Value("instance", name, args, tuple(named.items()), node=node), place_of(module, node)))


def _from_object(engine: Reading, picture: Picture, given: Value, module: Module) -> None:
    for option in (*given.options(), *(inner for _, inner in given.named)):
        cls = option.cls
        if cls is None and isinstance(option.ref, str) and option.kind == "constant":
            folder, _, name = option.ref.rpartition(".")
            found = engine.program.find(folder, module) if folder else None
            cls = engine.global_name(found, name).cls if found is not None else None
        if cls is not None and not _for_tests(engine, cls):
            _members(engine, picture, cls)


def _for_tests(engine: Reading, cls: Class) -> bool:
    return any((found := engine.member(cls, name)) is not None and found.ref is True for name in ("TESTING", "DEBUG"))


def _members(engine: Reading, picture: Picture, cls: Class) -> None:
    seen: set[str] = set()
    for each in engine.models.line(cls)[0]:
        for node in each.node.body:
            if isinstance(node, ast.Assign | ast.AnnAssign):
                target = node.targets[0] if isinstance(node, ast.Assign) else node.target
                if isinstance(target, ast.Name) and target.id.isupper() and target.id not in seen and (found := engine.member(each, target.id)) is not None:
                    seen.add(target.id)  # a class nearer to the application has the last word
                    _add(picture, target.id, found, each.module, node)


def _add(picture: Picture, key: str, value: Value, module: Module, node: ast.AST) -> None:
    picture.settings.append(Setting(f"flask.config.{key}", value, place_of(module, node)))


def _is_app(value: Value) -> bool:
    return value.kind == "instance" and value.dotted.startswith(("flask.Flask", "quart.Quart"))
