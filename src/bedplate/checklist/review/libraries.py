"""Calls of library functions: what they return and which origins they keep, drop or add."""
from __future__ import annotations

import ast
import re
from dataclasses import replace

from bedplate.checklist.item import Place
from bedplate.checklist.review.frame import Engine, Frame, place_of
from bedplate.checklist.review.statuses import status_of
from bedplate.checklist.review.stores import iterated, query_method, row_of, sql_text, start_query
from bedplate.checklist.review.trace import Event
from bedplate.checklist.review.value import CALLER, UNTYPED, Class, Predicate, Query, Value, deep_labels, gather

__all__ = ["LIBRARY_GUARDS", "VERIFIERS", "external_call"]

Named = tuple[tuple[str, Value], ...]
_PLAIN = frozenset({
    "builtins.int", "builtins.float", "builtins.len", "builtins.bool", "builtins.round", "uuid.UUID", "decimal.Decimal", "builtins.abs",
    "datetime.datetime.fromisoformat", "datetime.date.fromisoformat", "datetime.datetime.strptime", "bson.ObjectId",
    "bson.objectid.ObjectId", "builtins.sum", "builtins.hash", "builtins.isinstance", "builtins.hasattr", "builtins.id",
})  # fmt: skip
_CLEANED = frozenset({
    "shlex.quote", "werkzeug.utils.secure_filename", "os.path.basename", "posixpath.basename", "ntpath.basename", "markupsafe.escape", "html.escape",
    "werkzeug.security.safe_join", "psycopg2.sql.Identifier", "psycopg.sql.Identifier", "psycopg2.sql.Literal", "psycopg.sql.Literal",
    "django.utils.text.get_valid_filename",
})  # fmt: skip
_SAME = frozenset({
    "builtins.str", "builtins.list", "builtins.tuple", "builtins.set", "builtins.sorted", "builtins.reversed", "builtins.iter",
    "typing.cast", "asyncio.to_thread", "asyncio.gather", "flask.jsonify", "copy.copy", "copy.deepcopy", "builtins.next",
    "fastapi.encoders.jsonable_encoder", "anyio.to_thread.run_sync", "asgiref.sync.sync_to_async", "starlette.concurrency.run_in_threadpool",
    "fastapi.concurrency.run_in_threadpool", "builtins.bytes", "builtins.repr", "builtins.frozenset", "builtins.filter", "builtins.map",
    "os.fspath", "os.path.abspath", "os.path.normpath", "builtins.dict", "builtins.vars", "builtins.enumerate", "builtins.zip",
    "json.loads", "json.dumps", "dataclasses.asdict", "flask.make_response", "functools.partial", "urllib.parse.unquote",
})  # fmt: skip
VERIFIERS = frozenset({
    "jwt.decode", "jose.jwt.decode", "joserfc.jwt.decode", "authlib.jose.jwt.decode", "jwt.PyJWT.decode", "jose.jws.verify",
    "flask_jwt_extended.get_jwt_identity", "flask_jwt_extended.get_jwt", "flask_jwt_extended.get_current_user", "flask_login.current_user",
    "firebase_admin.auth.verify_id_token", "google.oauth2.id_token.verify_oauth2_token", "flask_jwt_extended.decode_token",
    "itsdangerous.URLSafeTimedSerializer.loads", "itsdangerous.URLSafeSerializer.loads", "itsdangerous.TimedJSONWebSignatureSerializer.loads",
    "itsdangerous.Signer.unsign", "itsdangerous.TimestampSigner.unsign",
})  # fmt: skip
_TRACES = frozenset({"traceback.format_exc", "traceback.format_exception", "traceback.format_tb"})
LIBRARY_GUARDS = re.compile(r"^(flask_login\.(utils\.)?(login_required|fresh_login_required)|flask_security\.(decorators\.)?\w*(login|auth|roles|permissions)_(required|accepted)"
                            r"|flask_jwt_extended\.\w*jwt_required|flask_httpauth\.\w+\.login_required|django\.contrib\.auth\.decorators\.login_required)$")
"""Guards of libraries, as they stand around a function."""
_SELECTS = frozenset({"select", "update", "delete", "insert"})
_GUARDS = frozenset({"flask_jwt_extended.verify_jwt_in_request", "flask_login.login_required", "flask_security.auth_required"})


def external_call(engine: Engine, target: Value, args: tuple[Value, ...], named: Named, node: ast.AST, frame: Frame,
                  receiver: Value | None = None, method: str = "") -> Value:  # fmt: skip
    """The result of calling something outside of the program; recorded as a call event."""
    name = target.dotted or (f".{method}" if method else "?")
    place = place_of(frame.module, node)
    event = Event("call", place, name, receiver, args, named, frame.labels(), within=frozenset(frame.within))
    frame.happen(event)
    _handed_on(name, place, frame)
    if target.ref == "as_view" and target.args:
        return replace(target, args=(*target.args, *args), named=named)
    if name in {"typing.Union", "typing.Intersection"} and target.args:
        return target  # classes joined by `|` or `&`, made into one object
    if name in engine.intrinsics and (known := engine.intrinsics[name](engine, args, named, node, frame)) is not None:
        return known
    special = _special(engine, name, args, named, node, frame)
    if special is not None:
        return special
    if method == "replace" and [each.ref for each in args] == ["'", "''"] and receiver is not None:  # a text as SQL writes it
        return Value("unknown", labels=deep_labels(receiver))
    inner = [*args, *(value for _, value in named), *((receiver,) if receiver is not None else ())]
    labels, text = gather(inner)
    labels |= target.labels
    text = (text or target.text) and ".objects." not in name  # rows of a library's model are no text of the client
    if name in _CLEANED:  # what it was made of is no part of it any more
        return Value("instance", name, labels=labels - {UNTYPED}, node=node, module=frame.module)
    if name in _PLAIN or name.endswith((".hexdigest", ".digest")):
        return Value("instance", name, args, named, labels - {UNTYPED}, False, node, frame.module)
    if name in _SAME:
        return _same(name, args, named, labels, text, node, frame)
    if name in VERIFIERS or name.endswith((".decode_token", ".verify_id_token")):
        return Value("unknown", "claims", labels=labels | {CALLER})
    ref: object = name if target.dotted else "made"  # by something unknown: no longer the data itself
    kind = "instance" if target.dotted else "unknown"
    return Value(kind, ref, args, named, labels, text, node, frame.module)  # type: ignore[arg-type]


def _handed_on(name: str, place: Place, frame: Frame) -> None:
    """A wrapper of the program that hands on to a library's guard refuses as that one does."""
    if LIBRARY_GUARDS.match(name):
        labels = frozenset({CALLER})
        frame.happen(Event("refuse", place, name, labels=labels, statuses=frozenset({401}), nearest=labels))


def _each(value: Value, node: ast.AST, frame: Frame) -> Value:
    """One of what a counted loop goes through."""
    if value.kind == "query":
        return row_of(iterated(value, node, frame))
    if value.kind == "sequence" and len(value.args) == 1:
        return value.args[0]
    return Value("unknown", labels=gather((value,))[0], text=value.text)


def _same(name: str, args: tuple[Value, ...], named: Named, labels: frozenset[str], text: bool, node: ast.AST, frame: Frame) -> Value:
    """Conversions that keep the data: the first argument, or a mapping of the keywords."""
    if name == "builtins.dict" and named:
        return Value("mapping", named=named, labels=labels, text=text, node=node)
    if name == "builtins.dict" and args and args[0].kind == "query":  # pairs of columns: asked once, and then at hand
        return Value("mapping", "comprehension", (row_of(iterated(args[0], node, frame)),), labels=labels, node=node)
    if name == "builtins.enumerate" and args:
        return Value("sequence", args=(Value("sequence", args=(Value("unknown"), _each(args[0], node, frame))),), labels=labels)
    if name in {"asyncio.to_thread", "builtins.zip", "builtins.map", "builtins.filter", "functools.partial"}:
        return Value("unknown", labels=labels, text=text)
    if name in {"flask.make_response", "flask.jsonify"}:
        return Value("instance", name, args, named, labels, text, node, frame.module)
    if name == "builtins.next" and args and args[0].kind == "sequence" and args[0].args:
        return args[0].args[0]
    if args and args[0].kind in {"row", "mapping", "sequence", "query", "instance"} and name not in {"builtins.str", "builtins.repr", "json.dumps"}:
        return args[0]
    return Value("unknown", labels=labels, text=text, node=node, module=frame.module)


def _special(engine: Engine, name: str, args: tuple[Value, ...], named: Named, node: ast.AST, frame: Frame) -> Value | None:
    ending = name.rsplit(".", 1)[-1]
    if name in _TRACES:
        return Value("unknown", "trace", labels=frozenset({"exception:broad"}))
    if ending == "abort" and name.startswith(("flask", "werkzeug", "quart")):
        return _abort(args, named, node, frame)
    if ending in _SELECTS and name.startswith(("sqlalchemy", "sqlmodel", "sqlalchemy.future")) and args:
        return _select(engine, ending, args)
    if ending in {"and_", "or_", "not_", "Q"} and name.startswith(("sqlalchemy", "sqlmodel", "django")):
        found = [each for arg in args for each in arg.predicates]
        found.extend(Predicate(key if name.startswith("django") else key.rsplit("__", 1)[0], deep_labels(value)) for key, value in named)
        return Value("predicate", tuple(found), labels=gather([*args, *(value for _, value in named)])[0])
    if ending in {"get_object_or_404", "get_list_or_404", "aget_object_or_404"} and args:
        started = args[0] if args[0].kind == "query" else start_query(engine, args[0])
        if started is not None:
            return query_method(engine, started, "get", args[1:], named, node, frame)
    if name.startswith("builtins.") and args:
        return _member_call(engine, name, args, node, frame)
    if name in {"sqlalchemy.text", "sqlalchemy.sql.text", "sqlmodel.text", "sqlalchemy.sql.expression.text"} and args:
        return replace(args[0], kind="string", args=(args[0],)) if sql_text(args[0]) is not None else args[0]
    return None


def _member_call(engine: Engine, name: str, args: tuple[Value, ...], node: ast.AST, frame: Frame) -> Value | None:
    """`getattr`, `setattr`, and the type of an exception, which tells nothing of its text."""
    if name == "builtins.type" and args[0].ref == "exception":
        return Value("unknown")
    if name == "builtins.setattr" and len(args) == 3:
        return _setattr(engine, args, node, frame)
    if name != "builtins.getattr" or len(args) < 2:
        return None
    if args[0].ref == "exception" and len(args) == 3 and isinstance(args[2].ref, int):
        return Value("unknown")
    if isinstance(args[1].ref, str):
        return engine.attribute(args[0], args[1].ref, node, frame)
    return args[0] if any(option.kind == "row" for option in args[0].options()) else None  # some member, and in a loop every member


def _abort(args: tuple[Value, ...], named: Named, node: ast.AST, frame: Frame) -> Value:
    status = status_of(args[0]) if args else 0
    within = frozenset({*frame.within, "abort"})
    frame.happen(
        Event("refuse", place_of(frame.module, node), "abort", None, args, named, frame.labels(), frozenset({status or 0}), within=within)
    )
    return Value("unknown")


def _select(engine: Engine, verb: str, args: tuple[Value, ...]) -> Value | None:
    columns: list[str] = []
    started: Value | None = None
    for arg in args:
        found = start_query(engine, arg)
        if found is not None and found.query is not None:
            columns.extend(found.query.columns)
            started = started or found
        elif arg.dotted.endswith(("count", "max", "min", "sum", "exists")):
            return Value("query", Query("", single=True, limited=True))
    if started is None or started.query is None:
        return None
    whole = any(arg.kind == "class" for arg in args)
    return replace(started, ref=replace(started.query, verb=verb, columns=() if whole else tuple(columns)))  # type: ignore[arg-type]


def _setattr(engine: Engine, args: tuple[Value, ...], node: ast.AST, frame: Frame) -> Value:
    row, key, value = args
    query = row.query if row.kind == "row" else None
    if query is None and isinstance(row.ref, Class) and engine.models.table(row.ref):
        query = Query(engine.models.collection(row.ref), row.ref)
    if query is None:
        return Value("unknown")
    fields: Named = ((str(key.ref), value),)
    if len(key.parts) == 2 and isinstance(mapping := key.parts[1], Value):
        fields = (*mapping.named, ("**", mapping))
    elif key.kind == "union" and all(isinstance(each.ref, str) for each in key.args):
        fields = tuple((str(each.ref), value) for each in key.args)
    elif not isinstance(key.ref, str):
        fields = (("**", value),)
    place = place_of(frame.module, node)
    frame.happen(Event("write", place, "update", row, args, fields, frame.labels(), query=query, within=frozenset(frame.within)))
    return Value("unknown")
