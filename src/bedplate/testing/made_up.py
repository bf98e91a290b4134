"""Made-up values: valid by the field's type and rules, another one for each number, the same in every run."""
from __future__ import annotations

from bedplate.declarations.fields.type import FieldType, Moment

__all__ = ["Moment", "made_up"]


def made_up(kind: FieldType, moment: Moment) -> object:
    """A valid Python value of a type. Raises ValueError where the rules of the type are too narrow to guess one."""
    return kind.check(kind.made_up(moment))
