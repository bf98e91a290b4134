"""Signatures of the application's functions, with their annotations resolved."""
from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, cast, get_args, get_origin

from bedplate.declarations.compiling.draft import Draft, Drafts, name_of
from bedplate.declarations.contract import ParameterContract, RowParameter
from bedplate.declarations.declared import Declared, declared_of, without_none
from bedplate.declarations.endpoints import Cookie, Header
from bedplate.declarations.fields.of import field_type
from bedplate.declarations.fields.type import FieldType
from bedplate.declarations.resources import Account, Row, System
from bedplate.declarations.services import Service, Settings, parse_duration
from bedplate.declarations.wrong import WrongExpression

__all__ = ["Parameter", "caller_of", "mode_of", "parameter_of", "patience", "resolved", "result_of", "row_parameter", "services_of", "some_declaration"]

_RETRIES_MAX = 100


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter with its resolved annotation (inspect.Parameter.empty if there is none)."""

    name: str
    annotation: Any
    default: Any
    keyword_only: bool

    @property
    def required(self) -> bool:
        return self.default is inspect.Parameter.empty


def resolved(function: Callable[..., Any], declared: Declared) -> tuple[list[Parameter], Any]:
    """The parameters and the result's annotation. Raises WrongExpression for a name that is not known."""
    signature = inspect.signature(function)
    closure = dict(zip(function.__code__.co_freevars, function.__closure__ or (), strict=False))
    names: dict[str, Any] = dict(function.__globals__)
    for name, cell in closure.items():
        names[name] = cell.cell_contents
    found: list[Parameter] = []
    for one in signature.parameters.values():
        if one.kind in (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD):
            stars = "*" if one.kind is inspect.Parameter.VAR_POSITIONAL else "**"
            raise WrongExpression("D501", f"`{stars}{one.name}` takes anything", "name each parameter and its type")
        annotation = one.annotation if one.annotation is inspect.Parameter.empty else declared.resolve(one.annotation, names)
        found.append(Parameter(one.name, annotation, one.default, one.kind is inspect.Parameter.KEYWORD_ONLY))
    result = signature.return_annotation
    return found, None if result in (inspect.Signature.empty, None, "None") else declared.resolve(result, names)


def some_declaration(drafts: Drafts) -> Declared:
    """Through which names in functions outside of classes are resolved."""
    for draft in drafts.of.values():
        return draft.declared
    raise WrongExpression("D109", "the application has no resources", "name its modules or classes: `App(__name__, ...)`")


def mode_of(annotation: Any) -> str:
    """`decide` for Ctx, `act` for Effects, "" for anything else."""
    return {"Ctx": "decide", "Effects": "act"}.get(getattr(get_origin(annotation) or annotation, "__name__", ""), "")


def caller_of(annotation: Any, drafts: Drafts) -> str | None:
    """The account resource of `Ctx[Person]`; "*" for any account; None where nobody need be signed in."""
    arguments = get_args(annotation)
    kind = arguments[0] if arguments else Account
    plain, nullable = without_none(kind)
    if plain is type(None) or plain is System or nullable:
        return None
    if not (isinstance(plain, type) and issubclass(plain, Account)):
        named = name_of(cast("object", plain))
        raise WrongExpression("D502", f"the context is that of a {named}, which is no account", "write `Ctx[Person]` with an account class, `Ctx[None]` for strangers")
    fitting = [name for name in drafts.accounts if issubclass(drafts.of[name].declared.kind, plain)]
    if not fitting:
        raise WrongExpression("D503", f"{plain.__name__} is no account of this application", "name it in `App(accounts=...)`")
    return fitting[0] if fitting == [plain.__name__] else "*"


def is_service(annotation: Any) -> bool:
    """Whether a parameter is injected."""
    return isinstance(annotation, type) and issubclass(annotation, Service | Settings)


def services_of(parameters: list[Parameter]) -> tuple[tuple[str, type[Any]], ...]:
    """What is injected, by parameter name."""
    return tuple((one.name, one.annotation) for one in parameters if is_service(one.annotation))


def patience(retries: object, timeout: str) -> tuple[int, float]:
    """How often and how long (in seconds) work beside requests is tried. Raises WrongExpression."""
    if type(retries) is not int or not 0 <= retries <= _RETRIES_MAX:
        raise WrongExpression("D405", f"retries={retries!r} is no count", f"write a number from 0 to {_RETRIES_MAX}")
    try:
        return retries, parse_duration(timeout).total_seconds()
    except (ValueError, AttributeError, OverflowError) as error:
        raise WrongExpression("D403", f"the timeout {timeout!r} is not understood", 'write for example "30s" or "5min"') from error


def row_parameter(annotation: Any, drafts: Drafts) -> RowParameter | None:
    """A parameter or result that is a row of the application. Raises WrongExpression for a row of no resource of it."""
    if not (isinstance(annotation, type) and issubclass(annotation, Row)):
        return None
    draft: Draft | None = drafts.get(declared_of(annotation)) if hasattr(annotation, "_declaration") else None
    if draft is None:
        raise WrongExpression("D105", f"{annotation.__name__} is not part of this application", "name its module in `App(...)`")
    return RowParameter(draft.name)


def parameter_of(one: Parameter, drafts: Drafts) -> ParameterContract:
    """A parameter that comes from the caller."""
    if one.annotation is inspect.Parameter.empty:
        raise WrongExpression("D504", f"the parameter {one.name!r} has no type", "annotate it: the signature is the input's schema")
    annotation, nullable = without_none(one.annotation)
    source, source_name = _source(annotation)
    many = get_origin(annotation) is list and row_parameter(get_args(annotation)[0], drafts) is not None
    row = row_parameter(get_args(annotation)[0] if many else annotation, drafts)
    kind: FieldType | RowParameter
    if row is not None:
        kind = row
    else:
        kind, inner = field_type(_without_source(annotation), {})
        nullable = nullable or inner
    default = None if one.required else one.default
    return ParameterContract(one.name, kind, nullable, one.required, default, many, "", source, source_name)


def _source(annotation: Any) -> tuple[Any, str]:
    for item in getattr(annotation, "__metadata__", ()):
        if isinstance(item, Header):
            return "header", item.name.lower()
        if isinstance(item, Cookie):
            return "cookie", item.name
    return "", ""


def _without_source(annotation: Any) -> Any:
    kept = [item for item in getattr(annotation, "__metadata__", ()) if not isinstance(item, Header | Cookie)]
    if not hasattr(annotation, "__metadata__") or len(kept) == len(annotation.__metadata__):
        return annotation
    found = annotation.__origin__
    for item in kept:
        found = Annotated[found, item]
    return found


def result_of(annotation: Any, drafts: Drafts) -> tuple[FieldType | RowParameter | None, bool, bool]:
    """(type, nullable, many) of what a function gives back."""
    if annotation is None or annotation is type(None):
        return None, True, False
    plain, nullable = without_none(annotation)
    many = get_origin(plain) is list and row_parameter(get_args(plain)[0], drafts) is not None
    row = row_parameter(get_args(plain)[0] if many else plain, drafts)
    if row is not None:
        return row, nullable, many
    kind, inner = field_type(plain, {})
    return kind, nullable or inner, False
