"""For which kind of account a rule is: the annotation of `me`."""
from __future__ import annotations

import inspect
from dataclasses import dataclass
from typing import get_args, get_origin

from bedplate.declarations.compiling.draft import Drafts
from bedplate.declarations.compiling.functions import Parameter
from bedplate.declarations.declared import Declared, declared_of
from bedplate.declarations.resources import Account
from bedplate.declarations.wrong import WrongExpression

__all__ = ["Speaker", "speaker_of"]


@dataclass(frozen=True, slots=True)
class Speaker:
    """The class that `me` stands for, and the account resources for which the rule is ("*": all of them)."""

    declared: Declared
    actors: tuple[str, ...]


def speaker_of(parameters: list[Parameter], drafts: Drafts, *, needs_all: bool = False) -> Speaker | None:
    """None for a rule without `me`. Raises WrongExpression for another signature."""
    if not parameters or len(parameters) > 2 or any(not one.required for one in parameters):
        raise WrongExpression("D341", "a rule takes `cls`, or `cls` and `me`", "write `def own(cls, me: type[Person]) -> Expr[bool]`")
    if len(parameters) == 1:
        return None
    annotation = parameters[1].annotation
    if annotation is inspect.Parameter.empty:
        raise WrongExpression("D342", "`me` has no annotation", "write `me: type[Person]`: it says for which kind of account the rule is")
    kind = get_args(annotation)[0] if get_origin(annotation) is type else None
    if not (isinstance(kind, type) and issubclass(kind, Account)):
        raise WrongExpression("D343", "`me` is not annotated as a class of accounts", "write `me: type[Person]`, not `me: Person`")
    actors = tuple(name for name in drafts.accounts if issubclass(drafts.of[name].declared.kind, kind))
    if not drafts.accounts:
        raise WrongExpression("D344", "a rule speaks of the caller, but nobody can sign in to this application", "name an account class: `App(__name__, accounts=Person)`")
    if not actors:
        raise WrongExpression("D344", f"no account of this application is a {kind.__name__}", "name the account class in `App(accounts=...)`")
    whole = len(actors) == len(drafts.accounts) and (len(actors) > 1 or kind.__name__ not in actors)
    if needs_all and len(actors) < len(drafts.accounts):
        raise WrongExpression("D345", f"only a {kind.__name__} could read this field", "speak of what all accounts share: `me: type[Account]`")
    face = declared_of(kind) if kind is not Account or len(actors) != 1 else drafts.of[actors[0]].declared
    return Speaker(face, ("*",) if whole else actors)
