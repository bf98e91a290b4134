"""The 409s that a declaration brings with it: one class for each unique set and each check, so that they stand in the catalogue."""
from __future__ import annotations

from bedplate.errors import Conflict

__all__ = ["conflict_of_check", "conflict_of_unique"]


def conflict_of_unique(code: str, fields: tuple[str, ...], module: str) -> type[Conflict]:
    """`NUMBER_ONCE`: there is such a row already."""
    listed = " and ".join([", ".join(fields[:-1]), fields[-1]] if len(fields) > 1 else fields)
    return _made(code, f"There is one with the same {listed} already.", f"No two rows may agree in {listed}.", "Choose another value, or change the row that has it.", module)


def conflict_of_check(code: str, words: str, module: str) -> type[Conflict]:
    """The name of the check is the code, its docstring the words."""
    return _made(code, words, "The row would break this rule, which holds after every write.", "Change the values so that the rule holds.", module)


def _made(code: str, words: str, cause: str, cure: str, module: str) -> type[Conflict]:
    name = "".join(part.capitalize() for part in code.split("_"))
    return type(name, (Conflict,), {"__module__": module, "__doc__": words, "code": code, "words": words, "cause": cause, "cure": cure})
