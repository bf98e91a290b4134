"""Actions and hooks of a resource."""
from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any, cast

from bedplate.declarations.compiling.draft import Draft, Drafts, cure_list, name_of, words_of
from bedplate.declarations.compiling.faults import Faults
from bedplate.declarations.compiling.fields import refuse_unknown_option
from bedplate.declarations.compiling.functions import (
    Parameter,
    caller_of,
    is_service,
    mode_of,
    parameter_of,
    resolved,
    result_of,
    services_of,
)
from bedplate.declarations.compiling.limits import parse_limit
from bedplate.declarations.contract import ActionContract, HookContract
from bedplate.declarations.declared import HookDeclaration, marks_of, suggestion
from bedplate.declarations.decorators import Action
from bedplate.declarations.spelling import place_of
from bedplate.declarations.wrong import WrongExpression
from bedplate.errors import Place, Refusal

__all__ = ["compile_actions", "compile_hooks", "context_of", "raised"]

_RESERVED = frozenset({"on", "where", "get", "create", "read", "update", "delete", "list", "export", "aggregate", "history"})
_HOOKS = {"create": 2, "update": 3, "delete": 2}


def compile_actions(draft: Draft, drafts: Drafts, faults: Faults) -> None:
    """Instance and collection actions, under their names."""
    for name, member in draft.declared.members.items():
        if isinstance(member, Action):
            _add(draft, drafts, name, member.function, member.rules, instance=True, faults=faults)
    for name, function in draft.declared.functions.items():
        for mark in marks_of(function):
            if mark.decorator == "collection_action":
                for option in mark.options:
                    if option not in ("limit", "idempotent", "raises"):
                        faults.add(*refuse_unknown_option(f"{draft.name}.{name}", option, ("limit", "idempotent", "raises")), mark.place)
                _add(draft, drafts, name, function, mark.options, instance=False, faults=faults)


def _add(draft: Draft, drafts: Drafts, name: str, function: Any, rules: Mapping[str, Any], *, instance: bool, faults: Faults) -> None:
    plain = getattr(function, "__func__", function)
    place = place_of(plain)
    with faults.at(place, f"{draft.name}.{name}"):
        if plain is not function:
            raise WrongExpression("D523", "an action of one row stands above a classmethod", "write `@collection_action(...)` for one of the whole collection, or `self` instead of `cls`")
        if name in _RESERVED:
            raise WrongExpression("D505", f"an action cannot be called {name!r}, which every resource has already", "choose a word of your trade: `solve`, `assign`")
        if not inspect.iscoroutinefunction(function):
            raise WrongExpression("D506", "an action is not async", "write `async def`")
        draft.actions[name] = _action(draft, drafts, name, function, rules, place, instance=instance)


def _action(draft: Draft, drafts: Drafts, name: str, function: Any, rules: Mapping[str, Any], place: Place, *, instance: bool) -> ActionContract:
    parameters, result = resolved(function, draft.declared)
    if "limit" not in rules:
        raise WrongExpression("D402", "an action has no limit", "write `@action(limit=\"60/min\")`")
    context, rest = context_of(parameters[1:])
    kind, nullable, many = result_of(result, drafts)
    mode: Any = mode_of(context.annotation)
    return ActionContract(
        name=name, resource=draft.name, instance=instance, mode=mode, caller=caller_of(context.annotation, drafts),
        parameters=_inputs(rest, drafts), services=services_of(rest), result=kind, result_nullable=nullable, limit=parse_limit(rules["limit"]),
        idempotent=bool(rules.get("idempotent")), raises=raised(rules.get("raises", ())), call=_caller(function), place=place, result_many=many,
        doc=words_of(function.__doc__))


def context_of(parameters: list[Parameter]) -> tuple[Parameter, list[Parameter]]:
    """The context, which comes first, and the rest. Services are taken from an `Effects` only, settings from both."""
    if not parameters or not mode_of(parameters[0].annotation):
        raise WrongExpression("D507", "the first parameter is no context", "write `ctx: Ctx[Person]` to decide, `ctx: Effects[Person]` to act")
    rest = parameters[1:]
    if mode_of(parameters[0].annotation) == "decide":
        for one in rest:
            if is_service(one.annotation) and hasattr(one.annotation, "start"):
                raise WrongExpression("D508", f"the service {one.name!r} is asked for where one may only decide", "take `ctx: Effects[...]`, and write by `await ctx.decide(...)`")
    return parameters[0], rest


def _inputs(rest: list[Parameter], drafts: Drafts) -> Any:
    for one in rest:
        if not is_service(one.annotation) and not one.keyword_only:
            raise WrongExpression("D509", f"the parameter {one.name!r} comes from the caller and can be given by place", "write `*` before it: inputs are named")
    return tuple(parameter_of(one, drafts) for one in rest if not is_service(one.annotation))


def raised(kinds: object) -> tuple[type[Refusal], ...]:
    """The refusals that are documented. Raises WrongExpression."""
    if not isinstance(kinds, tuple):
        raise WrongExpression("D510", "`raises` is no tuple", "write `raises=(TicketClosed,)`")
    found: list[type[Refusal]] = []
    for one in cast("tuple[object, ...]", kinds):
        name = name_of(one)
        if not (isinstance(one, type) and issubclass(one, Refusal)):
            raise WrongExpression("D510", f"`raises` names {name}, which is no refusal", "let it subclass Conflict, BadInput, Forbidden, NotFound or Unavailable")
        found.append(one)
    return tuple(found)


def _caller(function: Callable[..., Any]) -> Callable[..., Any]:
    def call(target: Any, ctx: Any, services: Mapping[str, Any], arguments: Mapping[str, Any]) -> Any:
        return function(target, ctx, **services, **arguments)

    return call


def _annotated(function: Callable[..., Any]) -> str:
    """The last parameter's annotation as it was written, without its module."""
    annotation: object = list(inspect.signature(function).parameters.values())[-1].annotation
    text = annotation if isinstance(annotation, str) else str(annotation)
    return text.partition("[")[0].rpartition(".")[-1]


def compile_hooks(draft: Draft, faults: Faults) -> None:
    """The functions under `@Ticket.on(...)`."""
    for hook in draft.declared.hooks:
        with faults.at(hook.place, f"{draft.name}.on({hook.verb!r})"):
            draft.hooks.append(_hook(draft, hook))


def _hook(draft: Draft, hook: HookDeclaration) -> HookContract:
    verb: Any = hook.verb
    if verb not in _HOOKS:
        raise WrongExpression("D511", f"there is no verb {verb!r} to hook on{suggestion(str(verb), list(_HOOKS))}", f"the verbs are: {cure_list(list(_HOOKS))}")
    if not inspect.iscoroutinefunction(hook.function):
        raise WrongExpression("D506", "a hook is not async", "write `async def`")
    if len(inspect.signature(hook.function).parameters) != _HOOKS[verb]:
        words = {"create": "(new, ctx)", "update": "(new, old, ctx)", "delete": "(old, ctx)"}[verb]
        raise WrongExpression("D512", "the hook has another shape", f"a hook on {verb} takes {words}")
    if _annotated(hook.function).startswith("Effects"):
        raise WrongExpression("D524", "a hook decides and is run again after a lost race: it cannot act on the outside", "take `ctx: AnyCtx`, emit an event, and act in its handler")
    return HookContract(draft.name, verb, hook.function.__name__, hook.function, hook.place)
