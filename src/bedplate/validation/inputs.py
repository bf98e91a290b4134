"""The bodies of create and update: which fields may come from the caller, each held to its type. One pass, all faults."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, cast

from bedplate.declarations.contract import FieldContract, ResourceContract
from bedplate.declarations.fields.type import InvalidValue
from bedplate.declarations.link_inputs import link_inputs
from bedplate.errors import Detail
from bedplate.validation.body import JsonObject
from bedplate.validation.details import details_of, named
from bedplate.validation.refusals import InvalidInput

__all__ = ["Expected", "input_reader", "read_object", "takes"]


@dataclass(frozen=True, slots=True)
class Expected:
    """One member of an object that is to come. `many`: a list of such values, at most so many (0: one value)."""

    parse: Callable[[object], object]
    nullable: bool
    many: int = 0


def input_reader(
    resource: ResourceContract, verb: Literal["create", "update", "replace"], parent: str | None
) -> Callable[[JsonObject], dict[str, object]]:
    """What reads the body of a create or of a merge patch (RFC 7396; a JSON field is replaced whole). A field that may not come from
    input is refused in the same words as one that there is not."""
    expected = {
        field.name: Expected(field.type.parse, field.nullable) for field in resource.fields.values() if takes(field, verb, parent)
    }
    expected.update({name: Expected(kind.parse, nullable=False) for name, kind in link_inputs(resource).items()})
    required = frozenset(name for name in expected if name in resource.fields and verb != "update" and _must_be_said(resource.fields[name], verb))
    fixed: frozenset[str] = frozenset()
    if verb != "create":
        fixed = frozenset(field.name for field in resource.fields.values() if takes(field, "create", parent)) - set(expected)

    def read(given: JsonObject) -> dict[str, object]:
        return read_object(given, expected, required, fixed)

    return read


def _must_be_said(field: FieldContract, verb: str) -> bool:
    """Of a row that is there already nothing is taken from whoever happens to replace it, and its files are not a matter of JSON."""
    if verb == "replace" and field.type.kind == "file":
        return False
    return field.required or (verb == "replace" and field.default_caller is not None)


def takes(field: FieldContract, verb: str, parent: str | None) -> bool:
    """Whether a field may come from input."""
    if not field.writable or field.automatic or field.hidden or field.name == parent:
        return False
    return verb == "create" or not (field.immutable or field.key)


def read_object(
    given: JsonObject,
    expected: Mapping[str, Expected],
    required: frozenset[str],
    fixed: frozenset[str] = frozenset(),
    *,
    ignore_unknown: bool = False,
) -> dict[str, object]:
    """The members of an object as Python values. Raises InvalidInput with all faults."""
    found: dict[str, object] = {}
    faults: list[Detail] = []
    for name, value in given.items():
        member = expected.get(name)
        if member is None:
            if not ignore_unknown:
                faults.append(_unexpected(name, name in fixed))
        elif value is None:
            found[name] = None
            if not member.nullable:
                faults.append(Detail(f"body.{name}", "null", {}, "must not be null"))
        else:
            try:
                found[name] = _many(member, value) if member.many else member.parse(value)
            except InvalidValue as fault:
                faults.extend(details_of(f"body.{name}", fault))
    if not required <= given.keys():
        faults.extend(Detail(f"body.{name}", "required", {}, "is required") for name in sorted(required - given.keys()))
    if faults:
        raise InvalidInput(details=faults)
    return found


def _unexpected(name: str, fixed: bool) -> Detail:
    if fixed:
        return Detail(named("body", name), "immutable", {}, "can be set at creation only")
    return Detail(named("body", name), "unknown", {}, "is not a field that can be set here")


def _many(member: Expected, value: object) -> list[object]:
    if not isinstance(value, list):
        raise InvalidValue("list", {}, "must be a list")
    items = cast("list[object]", value)
    if len(items) > member.many:
        raise InvalidValue("max", {"max": member.many}, f"must have at most {member.many} items")
    found: list[object] = []
    faults: list[InvalidValue] = []
    for index, item in enumerate(items):
        try:
            found.append(member.parse(item))
        except InvalidValue as fault:
            faults.append(InvalidValue(fault.rule, fault.parameters, fault.words, place=str(index), parts=fault.parts))
    if faults:
        raise InvalidValue("list", {}, "has wrong items", parts=tuple(faults))
    return found
