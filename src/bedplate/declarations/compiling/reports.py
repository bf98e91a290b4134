"""Reports: which there are, their columns, and who may ask."""
from __future__ import annotations

import re
import sys
from types import ModuleType
from typing import Any

from bedplate.declarations.application import AppDeclaration
from bedplate.declarations.columns import typed_column
from bedplate.declarations.compiling.computed import marks_read, type_said
from bedplate.declarations.compiling.draft import Draft, Drafts, snake, words_of
from bedplate.declarations.compiling.faults import Faults
from bedplate.declarations.compiling.limits import DEFAULT_LIMIT, parse_limit
from bedplate.declarations.compiling.marks import require_countable
from bedplate.declarations.compiling.options import export_formats
from bedplate.declarations.compiling.rules import compile_rules
from bedplate.declarations.declared import Declared, declared_of, marks_of
from bedplate.declarations.expressions import Expr
from bedplate.declarations.fields.type import FieldType
from bedplate.declarations.grids import Column, Grid
from bedplate.declarations.kinds import Kind
from bedplate.declarations.nodes import ROW, Constant, Figure, Node
from bedplate.declarations.reports import Report, ReportColumn, ReportContract
from bedplate.declarations.resources import Row
from bedplate.declarations.tracing import walk
from bedplate.declarations.wrong import WrongExpression

__all__ = ["compile_reports"]

_SEGMENT = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


def compile_reports(app: AppDeclaration, drafts: Drafts, faults: Faults) -> dict[str, ReportContract]:
    """Every report of the application, in the order of declaration."""
    found: dict[str, ReportContract] = {}
    for declared in _declared(app):
        if declared.name in drafts.of or declared.name in found:
            faults.add("D106", f"two resources are called {declared.name}", "rename one of them", declared.place)
            continue
        with faults.at(declared.place, declared.name):
            found[declared.name] = _compiled(declared, drafts, faults)
    return found


def _declared(app: AppDeclaration) -> list[Declared]:
    kinds: dict[type[Report], None] = {}
    for model in app.models:
        module = sys.modules.get(model) if isinstance(model, str) else model
        named = [one for one in vars(module).values() if getattr(one, "__module__", "") == module.__name__] if isinstance(module, ModuleType) else [module]
        kinds.update(dict.fromkeys(one for one in named if isinstance(one, type) and issubclass(one, Report) and one is not Report))
    return [one._declaration for one in kinds]  # pyright: ignore[reportPrivateUsage]


def _compiled(declared: Declared, drafts: Drafts, faults: Faults) -> ReportContract:
    draft = Draft(declared, account=False, report=True)
    of = _of(draft, drafts)
    limit, path = DEFAULT_LIMIT, ""
    export: tuple[str, ...] = ()
    with faults.at(declared.place, declared.name):
        limit = parse_limit(draft.options["limit"])
    with faults.at(declared.place, declared.name):
        export = export_formats(draft.options["export"])
    with faults.at(declared.place, declared.name):
        path = _path(draft)
    where = None
    with faults.at(declared.place, declared.name):
        where = _where(draft.options["where"], of, drafts)
    columns = _columns(draft, of, drafts, faults)
    _rules(draft, columns, drafts, faults)
    grid = Grid({one.name: one for one in columns if one.figure is None}, {one.name: one for one in columns if one.figure is not None})
    return ReportContract(draft.name, path, of.name, grid, where, tuple(draft.rules), limit, export, declared.place, words_of(declared.kind.__doc__))


def _of(draft: Draft, drafts: Drafts) -> Draft:
    kind: Any = draft.options["of"]
    if not (isinstance(kind, type) and issubclass(kind, Row) and hasattr(kind, "_declaration")):
        raise WrongExpression("D482", f"of={kind!r} is no resource", "name the class whose rows are grouped: `of=OrderLine`")
    found = drafts.get(declared_of(kind))
    if found is None:
        raise WrongExpression("D105", f"{kind.__name__} is not part of this application", "name its module in `App(...)`")
    return found


def _path(draft: Draft) -> str:
    path = draft.options["path"] or snake(draft.name).replace("_", "-")
    if not isinstance(path, str) or not _SEGMENT.fullmatch(path):
        raise WrongExpression("D410", f"the path {path!r} is no path segment", 'write small letters, digits and `-`: `path="order-lines"`')
    if path == "auth":
        raise WrongExpression("D411", "the path 'auth' belongs to accounts and sessions", "choose another path")
    return path


def _where(said: object, of: Draft, drafts: Drafts) -> Node | None:
    if said is None:
        return None
    node, kind = typed_column(_node(said, "where"), {ROW: of.name}, drafts.of)
    if kind.name != "boolean":
        raise WrongExpression("D330", f"`where` gives {kind.name} instead of a condition", "write a condition of the rows: `where=OrderLine.quantity > 0`")
    _refuse_closed("where", node, of, drafts)
    return node


def _node(said: object, name: str) -> Node:
    if not isinstance(said, Expr):
        raise WrongExpression("D330", f"{name!r} is {type(said).__name__} instead of an expression", "write an expression over the rows: `OrderLine.quantity`")
    node: Node = said.node
    if any(isinstance(part, Constant) and part.kind in ("timestamp", "date") for part in walk(node)):
        raise WrongExpression("D332", f"{name!r} holds a fixed time", "write `fn.now()` or `fn.today()`, plus or minus a timedelta")
    return node


def _refuse_closed(name: str, node: Node, of: Draft, drafts: Drafts) -> None:
    closed = marks_read(node, of.name, drafts) & {"hidden", "secret"}
    if closed:
        raise WrongExpression("D486", f"{name!r} reads a field that is {min(closed)}: it would be shown by its groups and figures", "leave it out; nothing that is hidden or secret is answered, in whatever form")


# ---- columns
def _columns(draft: Draft, of: Draft, drafts: Drafts, faults: Faults) -> list[Column]:
    found: list[Column] = []
    before = len(faults.found)
    for name, member in draft.declared.members.items():
        with faults.at(member.place, f"{draft.name}.{name}"):
            if not isinstance(member, ReportColumn):
                raise WrongExpression("D484", "is neither a group nor a measure", "a report holds `group(...)`, `measure(...)` and rules; fields and actions belong to its resource")
            found.append(_column(draft, member, of, drafts))
    if not found and len(faults.found) == before:
        raise WrongExpression("D482", "groups by nothing and measures nothing", "write for example `rows: Field[int] = measure(fn.count())`")
    return found


def _column(draft: Draft, member: ReportColumn, of: Draft, drafts: Drafts) -> Column:
    said = draft.declared.type_of(member.name)
    node = _node(member.expression, member.name)
    if isinstance(node, Figure) is not member.measured:
        raise WrongExpression(
            "D487", "`measure` of a value of one row" if member.measured else "`group` by a figure over many rows",
            "measure a figure: `measure(fn.sum(...))`, `fn.count()`, `fn.mean`, `fn.min` or `fn.max`" if member.measured else "group by a value of the row, and write the figure as `measure(...)`")
    found, kind = typed_column(node, {ROW: of.name}, drafts.of)
    _refuse_closed(member.name, found, of, drafts)
    type_ = _type_of(said.annotation, kind)
    pii = bool(member.rules.get("pii")) or "pii" in marks_read(found, of.name, drafts)
    ruled = draft.name, member.name
    if isinstance(found, Figure):
        return Column(member.name, found.item, type_, found.name, found.where, found.name not in ("sum", "count"), ruled, pii)
    require_countable("", type_, {"group": True})
    return Column(member.name, found, type_, nullable=True, ruled=ruled, pii=pii)


def _type_of(annotation: Any, kind: Kind) -> FieldType:
    """What the annotation says where it says more than a plain type, else exactly that of what is grouped or measured."""
    said = type_said(annotation, kind)
    assert kind.type is not None
    return said if hasattr(annotation, "__metadata__") else kind.type


# ---- rules
def _rules(draft: Draft, columns: list[Column], drafts: Drafts, faults: Faults) -> None:
    place, name = draft.declared.place, draft.name
    for function_name, function in draft.declared.functions.items():
        others = [mark for mark in marks_of(function) if mark.decorator not in ("allow", "forbid")]
        if others:
            faults.add("D484", f"{name}.{function_name} is neither a group nor a measure nor a rule", "a report holds `group(...)`, `measure(...)` and rules; checks and actions belong to its resource", others[0].place)
            return
    before = len(faults.found)
    compile_rules(draft, drafts, faults)
    if len(faults.found) > before:
        return
    opened = {verb for rule in draft.rules if rule.effect == "allow" for verb in rule.verbs}
    if "read" not in opened:
        raise WrongExpression("D488", "no rule opens \"read\": nobody could ask for it", 'write a rule: `@allow("read")` above `def team(cls, me: type[Staff])`')
    if draft.options["export"] and "export" not in opened:
        raise WrongExpression("D321", 'says `export=`, but no rule opens "export"', 'add "export" to the verbs of a rule: `@allow("read", "export")`')
    personal = [one.name for one in columns if one.pii]
    strangers = next((rule for rule in draft.rules if rule.effect == "allow" and rule.actor is None), None)
    if strangers is not None and personal:
        faults.add("D489", f"strangers may read {name}, and with it {', '.join(personal)}, which is personal", "take a rule with `me`, or leave the column out", strangers.place or place)
