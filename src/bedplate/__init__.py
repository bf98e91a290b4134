"""Typed declarations become a production backend: `from bedplate import App, Resource, Field, field, allow`.

Names are loaded when they are first used, so that a part of the house that needs none of them (the review of other people's code,
the settings) does not load all of it.
"""
from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bedplate.app import App
    from bedplate.declarations.accounts import Accounts, Session
    from bedplate.declarations.context import AnyCtx, Ctx, Effects, Reads
    from bedplate.declarations.decorators import Action, action, allow, check, collection_action, forbid, index, unique
    from bedplate.declarations.descriptors import Computed, Field, Many, Ref, auto, computed, field, links, many, ref, serial
    from bedplate.declarations.endpoints import (
        ANYONE,
        HMAC,
        SIGNED_IN,
        Auth,
        Cookie,
        Form,
        Header,
        Html,
        Http200,
        Http201,
        Http303,
        Http400,
        Http401,
        Http404,
        Http409,
        Raw,
        Reply,
        Sessions,
        SetCookie,
        only,
    )
    from bedplate.declarations.events import Event
    from bedplate.declarations.expressions import Expr, always
    from bedplate.declarations.faces import actor
    from bedplate.declarations.fields.file import File, Upload
    from bedplate.declarations.functions import fn
    from bedplate.declarations.messages import Messages
    from bedplate.declarations.options import BigInt, Email, Long, Short, Url, rules
    from bedplate.declarations.picked import Picked
    from bedplate.declarations.puts import Put, put
    from bedplate.declarations.query import Query, Related
    from bedplate.declarations.relations import Rows
    from bedplate.declarations.reports import Report, group, measure
    from bedplate.declarations.resources import Account, Keyed, Machine, Numbered, Resource, Row, System, User
    from bedplate.declarations.rows import One
    from bedplate.declarations.services import Secret, Service, Settings, env
    from bedplate.declarations.uploads import upload
    from bedplate.errors import BadInput, Conflict, DeclarationFault, Forbidden, NotFound, Refusal, Unavailable

__all__ = [  # noqa: RUF022  (in the order of `sorted`, which a house rule asks for)
    "ANYONE", "Account", "Accounts", "Action", "AnyCtx", "App", "Auth", "BadInput", "BigInt", "Computed", "Conflict", "Cookie",
    "Ctx", "DeclarationFault", "Effects", "Email", "Event", "Expr", "Field", "File", "Forbidden", "Form", "HMAC",
    "Header", "Html", "Http200", "Http201", "Http303", "Http400", "Http401", "Http404", "Http409", "Keyed", "Long",
    "Machine", "Many", "Messages", "NotFound", "Numbered", "One", "Picked", "Put", "Query", "Raw", "Reads", "Ref", "Refusal", "Related",
    "Reply", "Report", "Resource", "Row", "Rows", "SIGNED_IN", "Secret", "Service", "Session", "Sessions", "SetCookie", "Settings", "Short", "System",
    "Unavailable", "Upload", "Url", "User", "action", "actor", "allow", "always", "auto", "check", "collection_action",
    "computed", "env", "field", "fn", "forbid", "group", "index", "links", "many", "measure", "only", "put", "ref", "rules", "serial",
    "unique", "upload",
]

_HOME = {
    "app": ("App",),
    "declarations.accounts": ("Accounts", "Session"),
    "declarations.context": ("AnyCtx", "Ctx", "Effects", "Reads"),
    "declarations.decorators": ("Action", "action", "allow", "check", "collection_action", "forbid", "index", "unique"),
    "declarations.descriptors": ("Computed", "Field", "Many", "Ref", "auto", "computed", "field", "links", "many", "ref", "serial"),
    "declarations.endpoints": (
        "ANYONE", "Auth", "Cookie", "Form", "HMAC", "Header", "Html", "Http200", "Http201", "Http303", "Http400", "Http401",
        "Http404", "Http409", "Raw", "Reply", "SIGNED_IN", "Sessions", "SetCookie", "only",
    ),
    "declarations.events": ("Event",),
    "declarations.expressions": ("Expr", "always"),
    "declarations.faces": ("actor",),
    "declarations.fields.file": ("File", "Upload"),
    "declarations.functions": ("fn",),
    "declarations.messages": ("Messages",),
    "declarations.options": ("BigInt", "Email", "Long", "Short", "Url", "rules"),
    "declarations.picked": ("Picked",),
    "declarations.puts": ("Put", "put"),
    "declarations.query": ("Query", "Related"),
    "declarations.relations": ("Rows",),
    "declarations.reports": ("Report", "group", "measure"),
    "declarations.resources": ("Account", "Keyed", "Machine", "Numbered", "Resource", "Row", "System", "User"),
    "declarations.rows": ("One",),
    "declarations.services": ("Secret", "Service", "Settings", "env"),
    "declarations.uploads": ("upload",),
    "errors": ("BadInput", "Conflict", "DeclarationFault", "Forbidden", "NotFound", "Refusal", "Unavailable"),
}
_MODULE = {name: module for module, names in _HOME.items() for name in names}


def __getattr__(name: str) -> object:
    module = _MODULE.get(name)
    if module is None:
        raise AttributeError(f"module 'bedplate' has no attribute {name!r}")
    found: object = getattr(import_module(f"bedplate.{module}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return __all__
