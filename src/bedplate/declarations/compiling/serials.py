"""Numbers that the database draws: `serial()`, `serial(per=org)`, `serial(per=company, gapless=True)`."""
from __future__ import annotations

from bedplate.declarations.compiling.draft import Draft
from bedplate.declarations.compiling.faults import Faults
from bedplate.declarations.contract import SerialContract, UniqueContract
from bedplate.declarations.fields.type import FieldType
from bedplate.declarations.members import Member
from bedplate.declarations.wrong import Consequence, WrongExpression

__all__ = ["compile_serials", "serial_of"]


def serial_of(draft: Draft, member: Member, kind: FieldType, *, nullable: bool) -> SerialContract | None:
    """What is said of a serial field; None of any other."""
    if not member.rules.get("serial"):
        return None
    if kind.kind != "integer":
        raise WrongExpression("D384", "a serial is a whole number", f"write `{member.name}: Field[int] = serial()`")
    gapless = bool(member.rules.get("gapless"))
    if nullable and not gapless:
        raise WrongExpression("D385", "each row has its serial number from the start", "leave `| None` out, or say `gapless=True` and draw it with `fn.next`")
    per = member.rules.get("per")
    if per is None:
        return SerialContract(None, gapless)
    if not isinstance(per, Member) or draft.declared.members.get(per.name) is not per or per.member != "ref":
        raise WrongExpression("D386", "`per` is no reference of this class", "write the reference itself: `serial(per=org)`")
    return SerialContract(per.name, gapless)


def compile_serials(draft: Draft, faults: Faults) -> None:
    """When references and tenants are known: what a series is for stays as it is, and no number is given twice."""
    for field in draft.fields.values():
        if field.serial is None:
            continue
        with faults.at(field.place, f"{draft.name}.{field.name}"):
            per = field.serial.per
            if per is not None and per not in draft.fields:
                raise Consequence("D387", f"{per!r} has a fault of its own", "correct that first")
            if per is not None and (draft.fields[per].nullable or (draft.fields[per].writable and not draft.fields[per].immutable)):
                raise WrongExpression("D387", f"the numbers are counted for each {per}, which may change or be empty",
                                      f"write `{per}: Ref[...] = ref(immutable=True)` without `| None`")
            fields = (field.name,) if per is None else (per, field.name)
            if not any(set(one.fields) == set(fields) for one in draft.uniques):
                draft.uniques.append(UniqueContract(f"{field.name}_once", f"{field.name}_once".upper(), fields, field.place))
