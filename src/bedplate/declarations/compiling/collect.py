"""Which classes belong to the application."""
from __future__ import annotations

import sys
from types import ModuleType

from bedplate.declarations.application import AppDeclaration
from bedplate.declarations.compiling.draft import Draft, Drafts
from bedplate.declarations.compiling.faults import Faults
from bedplate.declarations.compiling.limits import DEFAULT_LIMIT, parse_limit
from bedplate.declarations.declared import declared_of
from bedplate.declarations.reports import Report
from bedplate.declarations.resources import Account, Row
from bedplate.errors import Place

__all__ = ["collect"]

_OURS = Row.__module__


def collect(app: AppDeclaration, faults: Faults) -> Drafts:
    """A draft of each resource, in the order of declaration."""
    kinds: dict[type[Row], None] = {}
    if not app.models and (app.accounts or not app.endpoints):  # else the module's other resources would be missing without a word
        faults.add("D150", "the application names no module and no resource", "write `App(__name__, ...)`; where accounts are all there is, name their class: `App(Person, accounts=Person)`", app.place)
    for model in (*app.models, *app.accounts):
        kinds.update(dict.fromkeys(_kinds_of(model, app.place, faults)))
    of: dict[str, Draft] = {}
    usual = DEFAULT_LIMIT
    with faults.at(app.place):
        usual = parse_limit(app.limit)
    for kind in kinds:
        declared = declared_of(kind)
        if declared.name in of:
            faults.add("D106", f"two resources are called {declared.name}", "rename one of them", declared.place)
            continue
        of[declared.name] = Draft(declared, issubclass(kind, Account), usual)
        with faults.at(declared.place, declared.name):
            of[declared.name].limit = parse_limit(declared.options["limit"]) if "limit" in declared.options else usual
    for account in (name for name in of if of[name].declared.kind in app.accounts and not of[name].account):
        faults.add("D107", f"{account} is given as an account but is none", "let it subclass User", of[account].declared.place)
    accounts = tuple(name for name, draft in of.items() if draft.account)
    return Drafts(of, accounts)


def _kinds_of(model: object, place: Place, faults: Faults) -> list[type[Row]]:
    if isinstance(model, str):
        model = sys.modules.get(model)
    if isinstance(model, ModuleType):
        return [one for one in vars(model).values() if _is_own(one) and one.__module__ == model.__name__]
    if isinstance(model, type) and _is_own(model):
        return [model]
    if isinstance(model, type) and issubclass(model, Report):
        return []  # see `compile_reports`
    faults.add("D108", "the application names something that is no module and no resource", "write `App(__name__, ...)`, a module, or a resource class", place)
    return []


def _is_own(value: object) -> bool:
    return isinstance(value, type) and issubclass(value, Row) and value.__module__ != _OURS
