"""JSON of a declared type: lists, maps and objects whose parts are field types themselves.

One walk checks, converts and collects every fault with its place; unknown members are refused. The depth is bounded by the
declaration (types that hold themselves are refused), the length by each part's own maximum and by `JSON_MAX` as a whole.
"""
from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final, Literal, TypeAlias, cast

import msgspec

from bedplate.declarations.fields.type import AnswerForm, FieldType, InvalidValue, Moment, Stored

__all__ = ["JSON_MAX", "Json", "ListOf", "MapOf", "Member", "ObjectOf"]

JSON_MAX: Final = 262_144
"""Bytes of a stored JSON value at most."""

_Parse: TypeAlias = Literal["parse", "check"]


class Json(FieldType):
    """What lists, maps and objects have in common: kept as compact JSON text."""

    kind: ClassVar[str] = "json"
    storage: ClassVar[Literal["TEXT", "INTEGER", "REAL", "BLOB"]] = "TEXT"
    answer: ClassVar[AnswerForm] = "json"
    operators: ClassVar[frozenset[str]] = frozenset({"isnull"})
    marks: ClassVar[frozenset[str]] = frozenset()

    @abstractmethod
    def walk(self, value: object, how: _Parse) -> object:
        """Parse or check every part. Raises InvalidValue with all faults in `parts`."""

    def parse(self, value: object) -> object:
        found = self.walk(value, "parse")
        _require_small(value)
        return found

    def parse_text(self, text: str) -> object:
        try:
            decoded: object = msgspec.json.decode(text)
        except (msgspec.DecodeError, RecursionError, UnicodeEncodeError):
            raise InvalidValue("json", {}, "must be JSON") from None
        return self.parse(decoded)

    def check(self, value: object) -> object:
        found = self.walk(value, "check")
        _require_small(self.dump(found))
        return found

    def store(self, value: object) -> Stored:
        return msgspec.json.encode(self.dump(value)).decode()

    def load(self, stored: Stored) -> object:
        assert isinstance(stored, str)
        return self.walk(msgspec.json.decode(stored), "parse")


def _require_small(value: object) -> None:
    try:
        length = len(msgspec.json.encode(value))
    except (UnicodeEncodeError, OverflowError, RecursionError):
        raise InvalidValue("json", {}, "must be JSON") from None
    if length > JSON_MAX:
        raise InvalidValue("max", {"bytes": JSON_MAX}, f"must have at most {JSON_MAX} bytes as JSON")


def _part(kind: FieldType, nullable: bool, value: object, how: _Parse, place: str, faults: list[InvalidValue]) -> object:
    if value is None:
        if not nullable:
            faults.append(InvalidValue("null", {}, "must not be null", place=place))
        return None
    try:
        if isinstance(kind, Json):
            return kind.walk(value, how)
        return kind.parse(value) if how == "parse" else kind.check(value)
    except InvalidValue as fault:
        faults.extend(_placed(fault, place))
        return None


def _placed(fault: InvalidValue, place: str) -> Iterable[InvalidValue]:
    if not fault.parts:
        inner = f"{place}.{fault.place}" if fault.place else place
        yield InvalidValue(fault.rule, fault.parameters, fault.words, place=inner)
    for part in fault.parts:
        yield from _placed(part, place)


def _raise_faults(faults: list[InvalidValue]) -> None:
    if faults:
        raise InvalidValue("json", {}, faults[0].words, parts=tuple(faults))


@dataclass(frozen=True, slots=True)
class ListOf(Json):
    """A list of `min` to `max` items of one type, in their order; `distinct`: none of them twice."""

    item: FieldType
    max: int
    min: int = 0
    nullable: bool = False
    distinct: bool = False

    def walk(self, value: object, how: _Parse) -> object:
        if not isinstance(value, list):
            raise InvalidValue("list", {}, "must be a list")
        items = cast("list[object]", value)
        if len(items) > self.max:
            raise InvalidValue("max", {"max": self.max}, f"must have at most {self.max} items")
        if len(items) < self.min:
            raise InvalidValue("min", {"min": self.min}, f"must have at least {self.min} items")
        faults: list[InvalidValue] = []
        found = [_part(self.item, self.nullable, item, how, str(index), faults) for index, item in enumerate(items)]
        _raise_faults(faults)
        if self.distinct:
            self._require_distinct(found)
        return found

    def _require_distinct(self, found: list[object]) -> None:
        seen: set[bytes] = set()
        for index, item in enumerate(found):
            form = msgspec.json.encode(None if item is None else self.item.dump(item))
            if form in seen:
                _raise_faults([InvalidValue("distinct", {}, "must not stand in the list twice", place=str(index))])
            seen.add(form)

    def dump(self, value: object) -> object:
        return [None if item is None else self.item.dump(item) for item in cast("list[object]", value)]

    def schema(self) -> dict[str, object]:
        found: dict[str, object] = {
            "type": "array", "items": nullable_schema(self.item, self.nullable), "minItems": self.min, "maxItems": self.max,
        }
        return {**found, "uniqueItems": True} if self.distinct else found

    def made_up(self, moment: Moment) -> object:
        # a number of their own, so that items differ where their type has as many values
        parts = (Moment(f"{moment.name} {index + 1}", moment.number + index, moment.now) for index in range(self.min))
        return [self.item.made_up(part) for part in parts]


@dataclass(frozen=True, slots=True)
class MapOf(Json):
    """An object with keys of the client's choosing, at most `max`, each held to `key`, and values of one type."""

    key: FieldType
    item: FieldType
    max: int
    nullable: bool = False

    def walk(self, value: object, how: _Parse) -> object:
        if not isinstance(value, dict):
            raise InvalidValue("object", {}, "must be an object")
        given = cast("dict[object, object]", value)
        if len(given) > self.max:
            raise InvalidValue("max", {"max": self.max}, f"must have at most {self.max} members")
        faults: list[InvalidValue] = []
        found: dict[str, object] = {}
        for index, (name, item) in enumerate(given.items()):
            # a key is the client's text: its number stands in the place instead of it
            key = _part(self.key, False, name, how, f"key {index}", faults)
            found[str(key)] = _part(self.item, self.nullable, item, how, f"value {index}", faults)
        if len(found) < len(given) and not faults:
            faults.append(InvalidValue("duplicate", {}, "must not have two keys that are equal after normalisation", place=""))
        _raise_faults(faults)
        return found

    def dump(self, value: object) -> object:
        given = cast("dict[str, object]", value)
        return {name: None if item is None else self.item.dump(item) for name, item in given.items()}

    def schema(self) -> dict[str, object]:
        return {
            "type": "object",
            "propertyNames": self.key.schema(),
            "additionalProperties": nullable_schema(self.item, self.nullable),
            "maxProperties": self.max,
        }

    def made_up(self, moment: Moment) -> object:
        return {}


@dataclass(frozen=True, slots=True)
class Member:
    """One named part of an object. `default` is meant only where it is not required."""

    name: str
    type: FieldType
    nullable: bool
    required: bool


@dataclass(frozen=True, slots=True)
class ObjectOf(Json):
    """A dataclass (`typed` False: a TypedDict, that is a plain dict). Members that are absent keep the class's own default."""

    make: type[Any]
    members: tuple[Member, ...]
    typed: bool = True

    def walk(self, value: object, how: _Parse) -> object:
        given = self._given(value, how)
        faults: list[InvalidValue] = []
        found: dict[str, object] = {}
        for member in self.members:
            if member.name in given:
                found[member.name] = _part(member.type, member.nullable, given[member.name], how, member.name, faults)
            elif member.required:
                faults.append(InvalidValue("required", {}, "is required", place=member.name))
        unknown = len(given) - sum(member.name in given for member in self.members)
        if unknown:
            allowed = [member.name for member in self.members]
            faults.append(InvalidValue("unknown", {"allowed": allowed}, "has members that are not declared"))
        _raise_faults(faults)
        return self.make(**found) if self.typed else found

    def _given(self, value: object, how: _Parse) -> Mapping[str, object]:
        if how == "check" and self.typed:
            if not isinstance(value, self.make):
                raise InvalidValue("object", {}, f"must be a {self.make.__name__}")
            return {member.name: getattr(value, member.name) for member in self.members}
        if not isinstance(value, dict):
            raise InvalidValue("object", {}, "must be an object")
        return cast("dict[str, object]", value)

    def dump(self, value: object) -> object:
        if self.typed:
            given: Mapping[str, object] = {member.name: getattr(value, member.name) for member in self.members}
        else:
            given = cast("dict[str, object]", value)
        present = [(member, given[member.name]) for member in self.members if member.name in given]
        return {member.name: None if item is None else member.type.dump(item) for member, item in present}

    def schema(self) -> dict[str, object]:
        found: dict[str, object] = {
            "type": "object",
            "properties": {member.name: nullable_schema(member.type, member.nullable) for member in self.members},
            "additionalProperties": False,
        }
        required = [member.name for member in self.members if member.required]
        return {**found, "required": required} if required else found

    def made_up(self, moment: Moment) -> object:
        needed = [member for member in self.members if member.required]
        values = {member.name: None if member.nullable else member.type.made_up(moment.part(member.name)) for member in needed}
        return self.make(**values) if self.typed else values


def nullable_schema(kind: FieldType, nullable: bool) -> dict[str, object]:
    """The type's schema, with null allowed where it is: `type: [string, null]`, and null among the options of an enumeration."""
    found = kind.schema()
    if nullable:
        found = {**found, "type": [found["type"], "null"]}
        options = found.get("enum")
        if isinstance(options, list):
            found["enum"] = [*cast("list[object]", options), None]
    return found
