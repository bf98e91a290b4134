"""Laws of a well-formed Contract: each takes the whole Contract and gives the faults it found. One law per file; none runs code of the
application."""
from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from bedplate.declarations.contract import Contract
from bedplate.declarations.invariants.exports_are_opened import exports_are_opened
from bedplate.declarations.invariants.files_can_be_kept import files_can_be_kept
from bedplate.declarations.invariants.filters_can_be_named import filters_can_be_named
from bedplate.declarations.invariants.histories_can_be_kept import histories_are_opened, histories_can_be_kept
from bedplate.declarations.invariants.keys_can_be_named import keys_can_be_named
from bedplate.declarations.invariants.one_column_a_field import one_column_a_field
from bedplate.declarations.invariants.one_name_an_operation import one_name_an_operation
from bedplate.declarations.invariants.one_operation_a_route import one_operation_a_route
from bedplate.declarations.invariants.one_table_a_resource import one_table_a_resource
from bedplate.declarations.invariants.parts_have_a_whole import parts_have_a_whole
from bedplate.declarations.invariants.references_can_be_given import references_can_be_given
from bedplate.declarations.invariants.revisions_are_asked_everywhere import revisions_are_asked_everywhere
from bedplate.declarations.invariants.rows_can_be_created import rows_can_be_created
from bedplate.declarations.invariants.secrets_are_not_asked_for import secrets_are_not_asked_for
from bedplate.declarations.invariants.secrets_are_not_unique import secrets_are_not_unique
from bedplate.declarations.invariants.services_are_declared import services_are_declared
from bedplate.declarations.invariants.services_can_be_made import services_can_be_made
from bedplate.declarations.invariants.strangers_can_call import strangers_can_call
from bedplate.declarations.invariants.strangers_see_nobody import strangers_see_nobody
from bedplate.declarations.invariants.words_can_be_kept import words_can_be_kept
from bedplate.errors import Fault

__all__ = ["LAWS", "LAWS_OF_THE_WHOLE", "broken_laws"]

Law: TypeAlias = Callable[[Contract], list[Fault]]

LAWS: tuple[Law, ...] = (
    files_can_be_kept, filters_can_be_named, histories_can_be_kept, keys_can_be_named, one_column_a_field, one_name_an_operation, one_operation_a_route, one_table_a_resource, parts_have_a_whole,
    revisions_are_asked_everywhere, secrets_are_not_asked_for, secrets_are_not_unique, strangers_can_call, strangers_see_nobody,
    words_can_be_kept,
)
"""About what is there: they hold for a Contract with holes too."""

LAWS_OF_THE_WHOLE: tuple[Law, ...] = (exports_are_opened, histories_are_opened, references_can_be_given, rows_can_be_created, services_are_declared, services_can_be_made)
"""About what is missing, which may be missing only because it has a fault of its own."""


def broken_laws(contract: Contract, *, whole: bool = True) -> list[Fault]:
    """Every fault of every law. `whole`: nothing was left out of the Contract."""
    return [fault for law in (*LAWS, *(LAWS_OF_THE_WHOLE if whole else ())) for fault in law(contract)]
