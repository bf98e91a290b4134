"""Rules inside Annotated, where the value may be null."""
from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from bedplate.declarations.fields.decimals import DecimalNumber
from bedplate.declarations.fields.of import field_type
from bedplate.declarations.options import rules


def test_an_annotated_type_may_be_null() -> None:
    """`Annotated[Decimal, rules(places=2)] | None` is a decimal that may be null."""
    assert field_type(Annotated[Decimal, rules(places=2)] | None, {}) == (DecimalNumber(2), True)
