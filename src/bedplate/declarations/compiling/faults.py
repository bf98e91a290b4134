"""Collects every fault of an application."""
from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from bedplate.declarations.fields.wrong import WrongRules
from bedplate.declarations.wrong import Consequence, WrongExpression
from bedplate.errors import DeclarationFault, Fault, Place

__all__ = ["TYPE_CODES", "Faults", "declaring"]

_OURS = str(Path(__file__).parents[2])

TYPE_CODES = {
    "TEXT_WITHOUT_MAX": "D201", "DECIMAL_WITHOUT_PLACES": "D202", "NO_FIELD_TYPE": "D203", "RULE_OF_ANOTHER_TYPE": "D204", "DANGEROUS_PATTERN": "D205",
    "EMPTY_RANGE": "D206", "WRONG_BOUND": "D207", "BOUND_TOO_WIDE": "D208", "TWO_BOUNDS": "D209", "WRONG_LENGTH": "D210", "WRONG_PLACES": "D211",
    "UNKNOWN_RULE": "D212", "UNKNOWN_METADATA": "D213", "UNION_TYPE": "D214", "EMPTY_ENUM": "D215", "ENDLESS_TYPE": "D216", "TYPE_TOO_DEEP": "D217",
    "WRONG_KEY_TYPE": "D218", "WRONG_ENUM_VALUE": "D219", "UNKNOWN_NAME": "D220", "BYTES_WITHOUT_MAX": "D221",
    "FILE_INSIDE": "D222", "FILE_WITHOUT_RULES": "D223", "WRONG_FILE_SIZE": "D224", "UNKNOWN_MEDIA": "D225", "UPLOAD_OUTSIDE": "D226",
}


class Faults:
    """The list that grows while an application is compiled."""

    def __init__(self) -> None:
        self.found: list[Fault] = []

    def add(self, code: str, what: str, cure: str, place: Place) -> None:
        """One fault; the same one twice is one."""
        fault = Fault(code, what, cure, place)
        if fault not in self.found:
            self.found.append(fault)

    def take(self, faults: Sequence[Fault]) -> None:
        """Those that a law found."""
        for fault in faults:
            self.add(fault.code, fault.what, fault.cure, fault.place)

    @contextmanager
    def at(self, place: Place, subject: str = "") -> Generator[None]:
        """What is wrong inside becomes a fault of this place."""
        about = f"{subject}: " if subject else ""
        try:
            yield
        except WrongExpression as error:
            if not (isinstance(error, Consequence) and self.found):
                self.add(error.code, about + error.what, error.cure, place)
        except WrongRules as error:
            self.add(TYPE_CODES.get(error.code, "D299"), about + _begun(error.what), _begun(error.cure), place)


def _begun(sentence: str) -> str:
    """As the rest of a line that began already."""
    return sentence[:1].lower() + sentence[1:].rstrip(".")


@contextmanager
def declaring() -> Generator[None]:
    """While a module of declarations is imported: an expression that is wrong already then is a fault of the line that wrote it."""
    try:
        yield
    except WrongExpression as error:
        raise DeclarationFault([Fault(error.code, error.what, error.cure, _written_at(error.__traceback__))]) from error


def _written_at(step: TracebackType | None) -> Place:
    """The last line on the way to an error that is not of the framework."""
    place = Place("?", 1)
    while step is not None:
        file = step.tb_frame.f_code.co_filename
        if not file.startswith((_OURS, "<frozen")):
            place = Place(file, step.tb_lineno)
        step = step.tb_next
    return place
