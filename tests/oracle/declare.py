"""Random declarations, as the text of a module that a developer could have written, with random rows of them."""
from __future__ import annotations

import linecache
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from types import ModuleType
from typing import Any
from uuid import UUID

from bedplate.declarations.contract import Contract, FieldContract

from . import choices
from .choices import Draw

Rows = dict[str, dict[UUID, dict[str, Any]]]

NOW = datetime(2026, 5, 4, 12, 0, 0, 123456, tzinfo=UTC)
MODULE = "oracle_declared"
HEAD = '''
"""A random application."""
from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from bedplate import App, BigInt, Expr, Field, Machine, Many, Ref, Resource, User, Account, actor, allow, always, check, computed, field, fn, forbid, many, ref, rules


class Hue(StrEnum):
    RED, GREEN, BLUE = "red", "green", "blue"
'''

PYTHON = {
    "text": "str", "integer": "int", "decimal": "Decimal", "boolean": "bool", "timestamp": "datetime", "date": "date", "uuid": "UUID",
    "enumeration": "Hue", "duration": "timedelta", "float": "float", "bigint": "BigInt", "time": "time", "bytes": "bytes",
}
BOUND = "abcdefghijkopqrstuvw"  # names of the rows inside relations
ORDERED = ("text", "integer", "decimal", "timestamp", "date", "duration", "float", "bigint", "time")
UUIDS = [UUID(f"0198{i:04x}-0000-7000-8000-{i * 7919 % 65536:012x}") for i in range(24)]


@dataclass
class Column:
    """A stored field or reference."""

    name: str
    kind: str
    nullable: bool = False
    target: str = ""
    filter: bool = False
    sort: bool = False
    hidden: bool = False
    places: int = 0
    near: bool = True  # computed: of own columns only
    options: tuple[str, ...] = ()  # of writing


@dataclass
class Table:
    """A resource that is being made up."""

    name: str
    columns: dict[str, Column] = field(default_factory=dict)
    manys: dict[str, tuple[str, str]] = field(default_factory=dict)  # name -> (table, its reference)
    base: str = "Resource"
    tenant: str = ""
    part_of: str = ""
    sort: str = ""
    soft: bool = False
    history: bool = False
    computed: dict[str, Column] = field(default_factory=dict)
    body: list[str] = field(default_factory=list)

    @property
    def fields(self) -> dict[str, Column]:
        """What expressions can speak of."""
        return {**STAMPS, **self.columns, **self.computed}


STAMPS = {"id": Column("id", "uuid"), "created_at": Column("created_at", "timestamp")}


# ---- the shape -----------------------------------------------------------------------------------------------------------------
def tables(draw: Draw) -> dict[str, Table]:
    """Accounts, perhaps tenants, and one or two things with references and parts."""
    chance = _chances(draw)
    found: dict[str, Table] = {}
    tenants = chance(60)
    if tenants:
        found["Org"] = Table("Org")
    found["Person"] = Table("Person", base="User", tenant="org" if tenants else "")
    if chance(20):
        found["Robot"] = Table("Robot", base="Machine", tenant="org" if tenants and chance(60) else "")
    for name in ("Thing", "Part")[: draw(choices.integers(1, 2))]:
        found[name] = Table(name, tenant="org" if tenants and chance(50) else "", soft=chance(40))
    for table in found.values():
        _columns(draw, table, found, tenants)
    _relations(draw, found)
    for table in found.values():
        if chance(50):
            sortable = [one.name for one in (STAMPS["created_at"], *table.columns.values()) if not one.hidden and one.kind in (*ORDERED, "enumeration")]
            keys = draw(choices.lists(choices.sampled_from(sortable), min_size=1, max_size=2, unique=True))
            table.sort = ",".join(("-" if chance(40) else "") + key for key in keys)
    return found


def _chances(draw: Draw) -> Callable[[int], bool]:
    return lambda percent: bool(draw(choices.integers(0, 99)) < percent)


def _columns(draw: Draw, table: Table, found: dict[str, Table], tenants: bool) -> None:
    chance = _chances(draw)
    if tenants and table.name != "Org" and (table.tenant or chance(30)):
        table.columns["org"] = Column("org", "uuid", nullable=chance(25), target="Org", filter=chance(30))
    for number in range(draw(choices.integers(1, 4))):
        kind = draw(choices.sampled_from([*sorted(PYTHON), "text", "text", "text"]))  # texts have most operators
        table.columns[f"f{number}"] = Column(
            f"f{number}", kind, nullable=chance(50), filter=chance(75), sort=chance(70), hidden=chance(6),
            places=draw(choices.integers(0, 3)) if kind == "decimal" else 0)
    if table.name in ("Thing", "Part"):
        others = [one for one in found if one != "Org"]
        for number in range(draw(choices.integers(1, 2))):
            table.columns[f"r{number}"] = Column(
                f"r{number}", "uuid", nullable=chance(60), target=draw(choices.sampled_from(others)), filter=chance(60))
    if table.name == "Part" and chance(70):
        table.columns["whole"] = Column("whole", "uuid", nullable=chance(25), target="Thing", filter=chance(60))
        if chance(80):
            table.part_of = "whole"


def _relations(draw: Draw, found: dict[str, Table]) -> None:
    chance = _chances(draw)
    number = 0
    for table in found.values():
        for column in table.columns.values():
            if column.target and (chance(70) or column.name == "whole"):
                found[column.target].manys[f"m{number}"] = (table.name, column.name)
                number += 1


# ---- expressions -----------------------------------------------------------------------------------------------------------------
@dataclass
class Writer:
    """Writes typed expressions over the rows in scope: (how it is spelled, its table)."""

    draw: Draw
    found: dict[str, Table]
    scopes: list[tuple[str, Table]]
    clock: bool = True
    own: bool = False  # own columns only
    depth: int = 0

    def chance(self, percent: int) -> bool:
        return bool(self.draw(choices.integers(0, 99)) < percent)

    def pick(self, options: Any) -> Any:
        found = list(options)
        return found[self.draw(choices.integers(0, len(found) - 1))]

    def path(self, kinds: tuple[str, ...], *, nullable: bool = True) -> tuple[str, Column] | None:
        """A field of one of the kinds, here or over references."""
        options: list[tuple[str, Column]] = []
        for spelled, table in self.scopes:
            options += self._paths(spelled, table, False, 0 if self.own else 2)
        fitting = [(text, one) for text, one in options if one.kind in kinds and (nullable or not one.nullable)]
        return self.pick(fitting) if fitting else None

    def _paths(self, spelled: str, table: Table, nullable: bool, further: int) -> list[tuple[str, Column]]:
        found: list[tuple[str, Column]] = []
        for name, one in table.fields.items():
            if self.own and (not one.near or one.hidden):  # what is made of a hidden field cannot be filtered or sorted by
                continue
            if one.target:
                found.append((f"{spelled}.{name}.id", Column(name, "uuid", nullable or one.nullable)))
                if further:
                    found += self._paths(f"{spelled}.{name}", self.found[one.target], nullable or one.nullable, further - 1)
            else:
                found.append((f"{spelled}.{name}", Column(name, one.kind, nullable or one.nullable, places=one.places)))
        return found

    def value(self, kind: str, *, plain: bool = False) -> str:
        """A value that is never null."""
        found = self.path((kind,), nullable=False)
        if found is not None and self.chance(40):
            return found[0]
        nullable = self.path((kind,))
        if nullable is not None and self.chance(50):
            return f"{nullable[0]}.or_else({self.constant(kind)})" if nullable[1].nullable else nullable[0]
        return found[0] if found is not None else "" if plain else self.constant(kind)

    def constant(self, kind: str) -> str:
        """A constant of a kind, or for times what is made of the clock."""
        if kind == "timestamp":
            seconds = self.pick((0, 1, 3600, 86400))
            return f"(fn.now() - timedelta(seconds={seconds}))" if self.clock else self._never_null("timestamp")
        if kind == "date":
            return "fn.today()" if self.clock else "fn.day(cls.created_at)"
        value = self.draw(values(Column("", kind, places=2)))
        if isinstance(value, Enum):
            return f"Hue.{value.name}"
        return {
            "decimal": f"Decimal('{value}')", "time": repr(value).removeprefix("datetime."), "uuid": f"UUID('{value}')", "duration": f"timedelta(microseconds={value // timedelta(microseconds=1)})"
            if isinstance(value, timedelta) else "",
        }.get(kind, repr(value))

    def _never_null(self, kind: str) -> str:
        return "cls.created_at"

    def condition(self) -> str:
        """A condition in brackets."""
        self.depth += 1
        try:
            makers = [self._compare] * 4 + [self._null, self._in, self._boolean, self._text]
            if not self.own:
                makers += [self._related] * 3
            if self.depth < 3:
                makers += [self._joined] * 3 + [self._inverted, self._choice]
            return f"({self.pick(makers)()})"
        finally:
            self.depth -= 1

    def _compare(self) -> str:
        found = self.path(tuple(PYTHON))
        assert found is not None
        text, one = found
        if one.kind == "boolean":
            return self._boolean()
        op = self.pick(("==", "!=", "<", "<=", ">", ">=") if one.kind in ORDERED else ("==", "!="))
        other = self.path((one.kind,)) if self.chance(50) else None
        if one.kind == "uuid" or (other is not None and other[0] != text):
            same = self.path((one.kind,))
            assert same is not None
            return f"{text} {op} {same[0]}"
        return f"{text} {op} {self.number(one.kind) if one.kind in ('integer', 'decimal', 'duration', 'timestamp') else self.constant(one.kind)}"

    def number(self, kind: str) -> str:
        """A calculated value of a kind."""
        one, two = self.value(kind), self.value(kind)
        if kind == "timestamp":
            return f"({one} {self.pick('+-')} {self.value('duration')})"
        if kind == "duration":
            return self.pick((f"({one} + {two})", f"({self.value('timestamp')} - {self.value('timestamp')})", one))
        if kind == "decimal" and self.chance(30):
            return one if _is_constant(one) else f"({one} * {self.value('integer')})"
        if _is_constant(one):
            return one
        return self.pick((one, f"({one} {self.pick('+-*')} {two})", f"({one}).round({self.pick((0, 1, 2))})" if kind == "decimal" else one))

    def _null(self) -> str:
        found = self.path(tuple(PYTHON))
        assert found is not None
        return f"{found[0]}.{self.pick(('is_null()', 'not_null()'))}"

    def _in(self) -> str:
        found = self.path(("text", "integer", "enumeration", "decimal", "float", "bigint", "time"))
        if found is None:
            return self._null()
        options = ", ".join(self.constant(found[1].kind) for _ in range(self.draw(choices.integers(1, 3))))
        return f"{found[0]}.in_(({options},))"

    def _boolean(self) -> str:
        found = self.path(("boolean",))
        if found is None:
            return self._null()
        text, one = found
        return self.pick((text, f"~{text}", f"{text}.or_else({self.chance(50)})" if one.nullable else text))

    def _text(self) -> str:
        found = self.path(("text",))
        if found is None:
            return self._null()
        text = found[0]
        return self.pick((f"{text}.contains({self.constant('text')})", f"{text}.lower() == {self.constant('text')}", f"{text} < {self.constant('text')}"))

    def _joined(self) -> str:
        return f"{self.condition()} {self.pick('&|')} {self.condition()}"

    def _inverted(self) -> str:
        return f"~{self.condition()}"

    def _choice(self) -> str:
        return f"fn.when({self.condition()}, {self.pick((1, 2))}).when({self.condition()}, 3).otherwise({self.pick((0, 1, 2))}) >= {self.pick((1, 2))}"

    def rows(self) -> tuple[str, Table] | None:
        """A to-many relation of a row in scope, perhaps over a reference."""
        options: list[tuple[str, Table]] = []
        for spelled, table in self.scopes:
            ways = [(spelled, table)]
            ways += [(f"{spelled}.{name}", self.found[one.target]) for name, one in table.columns.items() if one.target]
            options += [(f"{way}.{name}", self.found[there]) for way, at in ways for name, (there, _) in at.manys.items()]
        return self.pick(options) if options else None

    def inside(self, table: Table) -> tuple[str, Writer]:
        """A writer for the rows of a relation."""
        name = BOUND[len(self.scopes)]
        return name, Writer(self.draw, self.found, [*self.scopes, (name, table)], self.clock, self.own, self.depth)

    def _related(self) -> str:
        found = self.rows()
        if found is None:
            return self._null()
        text, table = found
        name, inner = self.inside(table)
        test = f"lambda {name}: {inner.condition()}"
        where = f".where({test})" if self.chance(30) else ""
        form = self.pick(("any", "some", "every", "count", "sum"))
        if form == "any":
            return f"{text}{where}.any()"
        if form in ("some", "every"):
            return f"{text}.{'any' if form == 'some' else 'every'}({test})"
        return f"{self.figure(text + where, table, 'integer' if form == 'sum' else '')} {self.pick(('>', '==', '<='))} {self.pick((0, 1, 2))}"

    def figure(self, rows: str, table: Table, kind: str) -> str:
        """A count, or a sum over the rows of a relation where they have such a field."""
        name, inner = self.inside(table)
        inner.scopes = inner.scopes[-1:]
        item = inner.path((kind,)) if kind else None
        return f"{rows}.count()" if item is None else f"{rows}.sum(lambda {name}: {item[0]})"


def _is_constant(text: str) -> bool:
    return not any(f"{row}." in text for row in ("cls", "me", *BOUND))


# ---- rules and computed fields -----------------------------------------------------------------------------------------------------
def _rule(draw: Draw, table: Table, found: dict[str, Table], number: int, verbs: str, options: str, decorator: str) -> str:
    chance = _chances(draw)
    accounts = [one for one in found.values() if one.base in ("User", "Machine")]
    speaker = draw(choices.sampled_from([*(one.name for one in accounts), "Person", "Person", "Account", ""]))
    if not speaker and decorator == "allow":
        options = ", ".join(filter(None, (options.replace("across_tenants=True", ""), "strangers=True, limit='600/min'")))
    scopes = [("cls", table)]
    if speaker:
        mine = found[speaker] if speaker in found else Table("Account")
        scopes.append(("me", mine))
    writer = Writer(draw, found, scopes)
    body = "always" if chance(35 if decorator == "allow" else 3) else writer.condition()
    me = f", me: type[{speaker}]" if speaker else ""
    arguments = ", ".join(filter(None, (verbs, options)))
    return f"""
    @classmethod
    @{decorator}({arguments})
    def rule{number}(cls{me}) -> Expr[bool]:
        return {body}
"""


def _rules(draw: Draw, table: Table, found: dict[str, Table]) -> None:
    chance = _chances(draw)
    number = 0

    def add(decorator: str, options: str = "") -> None:
        nonlocal number
        table.body.append(_rule(draw, table, found, number, "'read'", options, decorator))
        number += 1

    for _ in range(draw(choices.integers(0, 1)) if table.part_of else draw(choices.sampled_from((1, 1, 2, 2, 3)))):
        add("allow", "across_tenants=True" if chance(12) and table.tenant else "")
    if chance(25):
        add("forbid")
    names = [*table.columns, *table.computed, *table.manys]
    for _ in range(draw(choices.sampled_from((0, 0, 1, 1, 2)))):
        chosen = draw(choices.lists(choices.sampled_from(names), min_size=1, max_size=2, unique=True))
        add("forbid" if chance(25) else "allow", f"fields=({', '.join(repr(one) for one in chosen)},)")
    if table.soft:
        for verb in ("restore", "purge"):
            for _ in range(draw(choices.sampled_from((0, 1, 1, 2)))):
                table.body.append(_rule(draw, table, found, number, repr(verb), "", "allow"))
                number += 1
        if chance(20):
            table.body.append(_rule(draw, table, found, number, "'restore', 'purge'", "", "forbid"))
    if table.base == "User" and "strangers=True" in "".join(table.body):  # a personal field needs a rule of its own then
        add("allow", "fields=('email',)")


def _computed(draw: Draw, table: Table, found: dict[str, Table]) -> None:
    chance = _chances(draw)
    for number in range(draw(choices.sampled_from((0, 1, 1, 2)))):
        own = chance(40)
        scopes = [("cls", table)]
        accounts = [one for one in found.values() if one.base in ("User", "Machine")]
        me = not own and len(accounts) == 1 and chance(25)
        if me:
            scopes.append(("me", accounts[0]))
        writer = Writer(draw, found, scopes, clock=not own, own=own)
        name = f"c{number}"
        made = _computed_value(draw, writer, name)
        made.filter, made.sort = own and chance(60), own and chance(60) and made.kind not in ("uuid", "bytes")
        options = ", ".join(f"{one}=True" for one in ("filter", "sort") if getattr(made, one))
        python = PYTHON[made.kind] + (" | None" if made.nullable else "")
        if made.kind == "decimal":
            python = f"Annotated[Decimal, rules(places={made.places})]" + (" | None" if made.nullable else "")
        table.body.append(f"""
    @computed{f'({options})' if options else ''}
    @classmethod
    def {name}(cls{', me: type[' + accounts[0].name + ']' if me else ''}) -> Expr[{python}]:
        return {made.target}
""")
        made.target, made.near = "", own
        table.computed[name] = made


def _computed_value(draw: Draw, writer: Writer, name: str) -> Column:
    """A column whose `target` holds the expression."""
    form = draw(choices.sampled_from(("path", "condition", "number", "value", "rows", "text")))
    if form == "path":
        found = writer.path(tuple(PYTHON))
        assert found is not None
        return Column(name, found[1].kind, found[1].nullable, target=found[0], places=found[1].places)
    if form == "condition":
        condition = writer.condition()  # by itself it may be unknown, which counts as no
        return Column(name, "boolean", target=f"fn.when({condition}, True).otherwise(False)" if writer.chance(50) else f"~(~{condition})")
    if form == "rows" and not writer.own:
        rows = writer.rows()
        if rows is not None:
            kind = draw(choices.sampled_from(("", "integer", "duration")))
            text = writer.figure(rows[0], rows[1], kind)
            return Column(name, kind if kind and ".sum(" in text else "integer", target=text)
    if form == "text":
        one, two = writer.value("text", plain=True), writer.value("text")
        if one and not one.startswith(("'", '"')):
            return Column(name, "text", target=f"({one} + {two})")
    kind = draw(choices.sampled_from(("integer", "decimal", "duration", "timestamp")))
    text = writer.number(kind) if form == "number" else writer.value(kind, plain=True)
    if not text or _is_constant(text):
        return Column(name, "timestamp", target="cls.created_at")
    return Column(name, kind, target=text, places=draw(choices.integers(0, 3)))


# ---- the module ------------------------------------------------------------------------------------------------------------------
def source(draw: Draw, *, writes: bool = False) -> str:
    """The text of a module with an `app`; with rules and options of writing too."""
    found = tables(draw)
    if writes:
        for table in found.values():
            _written(draw, table)
    for table in found.values():
        _computed(draw, table, found)
    for table in found.values():
        _rules(draw, table, found)
        if writes:
            _write_rules(draw, table, found)
    classes = "\n".join(_class(draw, table) for table in found.values())
    accounts = ", ".join(name for name, one in found.items() if one.base in ("User", "Machine"))
    classes = classes.replace("default=ME", "default=actor(Person)")
    return f"{HEAD}\n{classes}\n\napp = App(__name__, accounts=({accounts},))\n"


def _class(draw: Draw, table: Table) -> str:
    options = "".join(
        f', {name}="{value}"' for name, value in (("tenant", table.tenant), ("part_of", table.part_of), ("sort", table.sort)) if value)
    options += ", soft_delete=True" if table.soft else ""
    options += ", history=True" if table.history else ""
    page = f", page={draw(choices.integers(1, 4))}" + (', count="exact"' if draw(choices.booleans()) else "")
    lines = [f"class {table.name}({table.base}{options}{page}):"]
    for one in table.columns.values():
        lines.append("    " + _column(one))
    for name, (there, by) in table.manys.items():
        maximum = draw(choices.sampled_from(("", ", max=2", ", max=50")))
        lines.append(f'    {name}: Many[{there}] = many(by="{by}"{maximum})')
    return "\n\n" + "\n".join(lines) + "\n" + "".join(table.body)


def _column(one: Column) -> str:
    null = " | None" if one.nullable else ""
    marks = [f"{mark}=True" for mark in ("filter", "sort", "hidden") if getattr(one, mark) and not (one.hidden and mark != "hidden")]
    if one.target:
        return f"{one.name}: Ref[{one.target}{null}] = ref({', '.join((*(mark for mark in marks if mark == 'filter=True'), *one.options))})"
    if one.kind in ("boolean", "uuid", "bytes"):
        marks = [mark for mark in marks if mark != "sort=True" or one.kind == "uuid"]
    if one.kind == "text" and one.filter and not one.hidden:
        marks.append("contains=True")
    marks += one.options
    rules = {"text": ["max=20"], "bytes": ["max=8"], "decimal": [f"places={one.places}"]}.get(one.kind, [])
    return f"{one.name}: Field[{PYTHON[one.kind]}{null}] = field({', '.join((*rules, *marks))})"


# ---- writing -------------------------------------------------------------------------------------------------------------------
def _written(draw: Draw, table: Table) -> None:
    """What becomes of references, what may be written, what is filled, what is unique."""
    chance = _chances(draw)
    for one in table.columns.values():
        options: list[str] = []
        if one.target:
            options.append(f"on_delete={draw(choices.sampled_from(('restrict', 'cascade', 'set_null') if one.nullable else ('restrict', 'cascade')))!r}")
            if one.target == "Person" and chance(40):
                options += ["default=ME", *(["writable=False"] if chance(50) else [])]
        elif chance(12) and one.nullable:
            options += ["default=None", "writable=False"]
        elif not one.hidden and one.kind in ("text", "integer") and chance(35):
            options.append("unique=True" if not table.tenant or chance(50) else f"unique={table.tenant!r}")
        elif one.hidden:
            options.append("default=None" if one.nullable else f"default={_default(one)}")
        elif chance(15):
            options.append("immutable=True")
        one.options = tuple(options)


def _default(one: Column) -> str:
    """A value that is known beforehand."""
    return {
        "text": "'d'", "integer": "7", "decimal": "Decimal('0')", "boolean": "False", "timestamp": "datetime(2026, 1, 1, tzinfo=UTC)",
        "date": "date(2026, 1, 1)", "uuid": f"UUID('{UUIDS[0]}')", "enumeration": "Hue.RED", "duration": "timedelta(seconds=1)", "float": "0.5",
        "bigint": "2**60", "time": "time(9)", "bytes": "b'd'"}[one.kind]


def _write_rules(draw: Draw, table: Table, found: dict[str, Table]) -> None:
    chance = _chances(draw)
    number = 100
    forms: list[tuple[str, str, str]] = []
    for verb in ("create", "update", "delete"):
        forms += [("allow", repr(verb), "across_tenants=True" if chance(8) and table.tenant else "") for _ in range(draw(choices.sampled_from((0, 1, 1, 1, 2))))]
    if chance(40):
        forms.append(("allow", "'create', 'update', 'delete'", ""))
    if chance(20):
        forms.append(("forbid", draw(choices.sampled_from(("'create'", "'update'", "'delete'", "'update', 'delete'"))), ""))
    for _ in range(draw(choices.sampled_from((0, 0, 1, 2)))):
        fields = draw(choices.lists(choices.sampled_from(list(table.columns)), min_size=1, max_size=2, unique=True))
        verbs = draw(choices.sampled_from(("'create'", "'update'", "'create', 'update'")))
        forms.append(("forbid" if chance(20) else "allow", verbs, f"fields=({', '.join(repr(one) for one in fields)},)"))
    for decorator, verbs, options in forms:
        table.body.append(_rule(draw, table, found, number, verbs, options, decorator))
        number += 1
    for verbs, percent in (("'read'", 60), ("'create', 'update', 'delete'", 30), *((("'restore', 'purge'", 70),) if table.soft else ())):  # else hardly any write stands
        if chance(percent):
            table.body.append(f"""
    @classmethod
    @allow({verbs})
    def open{percent}(cls, me: type[Account]) -> Expr[bool]:
        return always
""")
    _history(draw, table, found, number)
    if chance(50):
        own = chance(50)
        writer = Writer(draw, found, [("cls", table)], clock=False, own=own)
        table.body.append(f"""
    @classmethod
    @check
    def holds(cls) -> Expr[bool]:
        \"\"\"It must.\"\"\"
        return {writer.condition()} | (cls.created_at.is_null())
""")


def _history(draw: Draw, table: Table, found: dict[str, Table], number: int) -> None:
    chance = _chances(draw)
    table.history = chance(60)
    if table.history:
        table.body.append(_rule(draw, table, found, number, "'history'", "", "allow"))
        if chance(50):
            table.body.append(_rule(draw, table, found, number + 1, "'history'", "", draw(choices.sampled_from(("allow", "forbid")))))


def declared(text: str) -> Any:
    """The module of a source; its `app` is the application."""
    name = f"<{MODULE}>"
    module = ModuleType(MODULE)
    sys.modules[MODULE] = module
    linecache.cache[name] = (len(text), None, text.splitlines(keepends=True), name)
    exec(compile(text, name, "exec", dont_inherit=True), vars(module))
    return module


# ---- rows ------------------------------------------------------------------------------------------------------------------------
class Hue(Enum):
    """As in the module: by value."""

    RED, GREEN, BLUE = "red", "green", "blue"


_VALUES: dict[str, list[Any]] = {
    "text": ["", "a", "A", "ab", "b", "ba", "BA", "é", "Ä", "\U0001d11e", 'q"\\', "x\n\u2028\x7f", "%_", "ab c", "\ufffd"],
    "integer": [-2, -1, 0, 1, 2, 3, 7],
    "boolean": [True, False],
    "float": [-1e300, -1.0, -0.1, 0.0, 5e-324, 0.1, 0.2, 0.30000000000000004, 1.0, 2.5, 1e16, 123456789012345680.0],
    "bigint": [-(2**63), -(2**53) - 1, -1, 0, 1, 2**53, 2**53 + 1, 2**60, 2**63 - 1],
    "time": [time(0), time(9), time(9, 0, 0, 1), time(9, 30), time(23, 59, 59, 999999)],
    "bytes": [b"", b"\0", b"a", b"A", b"ab", b"'", b"\xff\xfe", b"12345678"],
    "timestamp": [NOW + timedelta(seconds=s, microseconds=m) for s, m in ((0, 0), (0, 1), (-1, 0), (3600, 5), (-86400, 0), (-90000, 654321), (-4000000, 0))],
    "date": [date(2026, 5, 4), date(2026, 5, 3), date(2025, 12, 31), date(2026, 5, 5)],
    "uuid": UUIDS[:6],
    "duration": [timedelta(seconds=s, microseconds=m) for s, m in ((0, 0), (1, 0), (-1, 0), (3600, 0), (0, 500000), (0, 7), (-2, 250000), (86400, 1))],
}


def values(one: Column) -> choices.Choice:
    """A value of a column's kind out of few, so that rows meet."""
    if one.kind == "decimal":
        return choices.sampled_from([Decimal(n).scaleb(-one.places) for n in (-1500, -25, -5, -1, 0, 1, 5, 10, 15, 25, 150)])
    if one.kind == "enumeration":
        return choices.sampled_from(list(Hue))
    return choices.sampled_from(_VALUES[one.kind])


def rows_of(draw: Draw, contract: Contract) -> Rows:
    """Rows of each resource, as Python values by field."""
    keys: dict[str, list[UUID]] = {}
    for number, name in enumerate(contract.resources):
        count = draw(choices.sampled_from((1, 2, 2, 3) if name in ("Org", "Person", "Robot") else (0, 3, 4, 6, 8, 8)))
        keys[name] = [UUID(int=UUIDS[(i * 5 + number) % 24].int + number) for i in range(count)]
    found: Rows = {}
    for name, resource in contract.resources.items():
        found[name] = {}
        for number, key in enumerate(keys[name]):
            row = {one.name: key if one.key else _value(draw, one, keys, number) for one in resource.fields.values()}
            if all(row[one.name] is not None or one.nullable for one in resource.fields.values()):
                found[name][key] = row
    _without_dangling(contract, found)
    return found


def _value(draw: Draw, one: FieldContract, keys: dict[str, list[UUID]], number: int) -> Any:
    chance = _chances(draw)
    if one.name == "email":
        return f"p{number}@example.com"
    if one.name == "disabled_at":
        return NOW if chance(6) else None
    if one.nullable and chance(70 if one.automatic == "deleted_at" else 25):
        return None
    if one.target is not None:
        return draw(choices.sampled_from(keys[one.target])) if keys[one.target] else None
    kind: Any = one.type
    value = draw(values(Column("", kind.kind, places=getattr(kind, "places", 0))))
    return kind.options(value.value) if kind.kind == "enumeration" else value


def _without_dangling(contract: Contract, found: Rows) -> None:
    """Rows that refer to one that was not made after all are left out too."""
    changed = True
    while changed:
        changed = False
        for name, resource in contract.resources.items():
            for key, row in list(found[name].items()):
                refs = [one for one in resource.fields.values() if one.target is not None]
                if any(row[one.name] is not None and row[one.name] not in found[one.target or ""] for one in refs):
                    del found[name][key]
                    changed = True
