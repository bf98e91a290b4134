"""Classes of the reviewed program: their bases, their fields, and which of them are tables."""
from __future__ import annotations

import ast
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from bedplate.checklist.review.value import Class, Value

__all__ = ["Field", "Models", "Reverse", "Table", "collection_name"]

_TABLE_BASES = {
    "sqlalchemy.orm.DeclarativeBase": "sqlalchemy",
    "sqlalchemy.orm.declarative_base": "sqlalchemy",
    "sqlalchemy.ext.declarative.declarative_base": "sqlalchemy",
    "flask_sqlalchemy.SQLAlchemy.Model": "sqlalchemy",
    "flask_sqlalchemy.model.Model": "sqlalchemy",
    "sqlmodel.SQLModel": "sqlmodel",
    "django.db.models.Model": "django",
    "django.contrib.auth.models.AbstractUser": "django",
    "django.contrib.auth.models.AbstractBaseUser": "django",
    "django.contrib.auth.models.User": "django",
    "peewee.Model": "peewee",
    "tortoise.models.Model": "tortoise",
    "tortoise.Model": "tortoise",
    "beanie.Document": "beanie",
    "mongoengine.Document": "mongoengine",
}
_USER_BASES = frozenset({
    "django.contrib.auth.models.AbstractUser", "django.contrib.auth.models.AbstractBaseUser",
    "__engine__.Account", "flask_login.UserMixin",
    "fastapi_users.db.SQLAlchemyBaseUserTable", "fastapi_users_db_sqlalchemy.SQLAlchemyBaseUserTableUUID",
    "fastapi_users.db.SQLAlchemyBaseUserTableUUID",
})  # fmt: skip
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def collection_name(table: str) -> str:
    """Table and class names in one spelling: `order_items`, `OrderItems` and `orderItems` are the same collection."""
    return table.rsplit(".", 1)[-1].replace("_", "").lower()


@dataclass(frozen=True, slots=True)
class Field:
    """One declared field of a class: its annotation, its assigned value, and the collection it refers to."""

    name: str
    annotation: ast.expr | None
    value: ast.expr | None
    owner: Class
    reference: str = ""
    relation: str = ""
    key: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A class that is a table."""

    cls: Class
    collection: str
    kind: str
    fields: dict[str, Field]
    is_account: bool = False


@dataclass(frozen=True, slots=True)
class Reverse:
    """The other end of a reference: which rows refer, by which field, and whether at most one does."""

    collection: str
    field: str
    single: bool


Evaluate = Callable[[ast.expr, Class], Value]


class Models:
    """Knows the classes of a program. Guards what it found out, so that each class is read once."""

    def __init__(self, evaluate: Evaluate) -> None:
        self._evaluate = evaluate
        self._lines: dict[Class, tuple[tuple[Class, ...], tuple[str, ...]]] = {}
        self._fields: dict[Class, dict[str, Field]] = {}
        self._tables: dict[Class, Table | None] = {}
        self._active: set[Class] = set()
        self.accounts: set[str] = set()
        self.named: dict[str, Class] = {}
        self.stored: dict[str, Class] = {}  # the tables that were met so far, by their collection
        self.reverse: dict[str, dict[str, Reverse]] = {}
        self.account = "@account"  # the collection of accounts, once a reader knows it

    def line(self, cls: Class) -> tuple[tuple[Class, ...], tuple[str, ...]]:
        """The class and its bases in the program, nearest first, and the library names among its bases."""
        if cls in self._lines:
            return self._lines[cls]
        if cls in self._active:
            return (cls,), ()
        self._active.add(cls)
        classes: list[Class] = [cls]
        libraries: list[str] = []
        for base in cls.node.bases:
            for option in self._evaluate(base, cls).options():
                if isinstance(option.ref, Class) and option.kind == "class":
                    inner, names = self.line(option.ref)
                    classes = [*(each for each in classes if each not in inner), *inner]  # a shared base comes after all its heirs
                    libraries.extend(names)
                elif option.dotted:
                    libraries.append(option.dotted)
        self._active.discard(cls)
        self._lines[cls] = (tuple(classes), tuple(libraries))
        return self._lines[cls]

    def is_a(self, cls: Class, *names: str) -> bool:
        """Whether a library class of one of these names (or ending in one, when it starts with a dot) is among the bases."""
        return any(base == name or (name.startswith(".") and f".{base}".endswith(name)) for base in self.line(cls)[1] for name in names)

    def fields(self, cls: Class) -> dict[str, Field]:
        """All declared fields, inherited ones first."""
        if cls not in self._fields:
            self._fields[cls] = {}
            found: dict[str, Field] = {}
            for each in reversed(self.line(cls)[0]):
                found.update(self._own_fields(each))
            self._fields[cls] = found
        return self._fields[cls]

    def _own_fields(self, cls: Class) -> dict[str, Field]:
        found: dict[str, Field] = {}
        for node in cls.node.body:
            if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                found[node.target.id] = self._field(node.target.id, node.annotation, node.value, cls)
            elif isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
                name = node.targets[0].id
                if not name.startswith("__"):
                    found[name] = self._field(name, None, node.value, cls)
        return found

    def _field(self, name: str, annotation: ast.expr | None, value: ast.expr | None, cls: Class) -> Field:
        plain = Field(name, annotation, value, cls)
        if not isinstance(value, ast.Call):
            return plain
        made = self._evaluate(value, cls)
        ending = made.dotted.rsplit(".", 1)[-1]
        key = bool((given := made.keyword("primary_key")) and given.ref is True)
        if ending in {"ForeignKey", "OneToOneField", "ForeignKeyField", "ReferenceField", "Link"}:
            return replace(plain, reference=self._target(made, cls), key=key)
        if ending in {"relationship", "Relationship", "ManyToManyField"}:
            return replace(plain, relation=self._target(made, cls))
        if (foreign := made.keyword("foreign_key")) is not None and isinstance(foreign.ref, str):
            return replace(plain, reference=collection_name(foreign.ref.rsplit(".", 1)[0]), key=key)
        for inner in made.args:
            if inner.dotted.endswith("ForeignKey"):
                return replace(plain, reference=self._target(inner, cls), key=key)
        return replace(plain, key=key)

    def _target(self, made: Value, cls: Class) -> str:
        """The collection that a foreign key or relation names: a string `table.column`, a class, or Django's user setting."""
        target = made.argument(0, "to")
        if target is None:
            return ""
        if isinstance(target.ref, Class):
            return "" if target.ref == cls and target.kind != "class" else self.collection(target.ref)
        if isinstance(target.ref, str):
            if target.dotted.endswith("AUTH_USER_MODEL") or target.ref == "auth.User" or target.dotted.endswith("get_user_model"):
                return self.account
            django = made.dotted.startswith("django.")
            name = target.ref if django or "." not in target.ref else target.ref.rsplit(".", 1)[0]
            return collection_name(cls.name if name == "self" else name)
        if target.kind == "column" and target.parts:
            return str(target.parts[0])
        return ""

    def collection(self, cls: Class) -> str:
        """The one spelling of a table's name."""
        for each in self.line(cls)[0]:
            for node in each.node.body:
                if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "__tablename__":
                    made = self._evaluate(node.value, each)
                    if isinstance(made.ref, str):
                        return collection_name(made.ref)
        return collection_name(cls.name)

    def table(self, cls: Class) -> Table | None:
        """The class as a table, or None when it is none (a schema, a mixin, an abstract base)."""
        if cls not in self._tables:
            self._tables[cls] = None
            self._tables[cls] = table = self._table(cls)
            if table is not None:
                self.stored.setdefault(table.collection, cls)
        return self._tables[cls]

    def _table(self, cls: Class) -> Table | None:
        classes, libraries = self.line(cls)
        kind = next((_TABLE_BASES[name] for name in libraries if name in _TABLE_BASES), "") or self._like_django(cls, libraries)
        if not kind or self._abstract(cls, kind):
            return None
        fields = self.fields(cls)
        account = any(name in _USER_BASES for name in libraries)
        table = Table(cls, self.collection(cls), kind, fields, account)
        if account:
            self.accounts.add(table.collection)
        return table if classes else None

    def _like_django(self, cls: Class, libraries: tuple[str, ...]) -> str:
        """A class on a model of some package (`TimeStampedModel`, `MPTTModel`) that has fields of Django's."""
        if not any(name.rsplit(".", 1)[-1].endswith(("Model", "Node", "Node_")) for name in libraries):
            return ""
        found = any(isinstance(each.value, ast.Call) and self._evaluate(each.value, each.owner).dotted.startswith("django.db.models.")
                    for each in self.fields(cls).values())  # fmt: skip
        return "django" if found else ""

    def _abstract(self, cls: Class, kind: str) -> bool:
        if kind == "sqlmodel":
            return not any(word.arg == "table" for word in cls.node.keywords)
        if kind == "sqlalchemy" and not any(isinstance(node, ast.Assign | ast.AnnAssign) for node in cls.node.body):
            return True
        for node in cls.node.body:
            if isinstance(node, ast.ClassDef) and node.name == "Meta":
                return any(isinstance(inner, ast.Assign) and ast.unparse(inner) == "abstract = True" for inner in node.body)
            if isinstance(node, ast.Assign) and ast.unparse(node) == "__abstract__ = True":
                return True
        return False
