"""The fourth verb: a validated Call and its Actor become a Grant, or are refused. The only place where a Grant is made.

Here it is decided whether anybody of this kind may ever do this; whether it holds for this very row is part of the statement that
reads or writes it. Nothing is open that no rule opened: a verb without access is refused whatever the row, so that the refusal (403
where this kind of account may read such rows at all, else 404) says nothing about any of them.
"""
from __future__ import annotations

from collections.abc import Callable, Mapping

from bedplate.auth.refusals import NotAllowed, Unauthenticated
from bedplate.auth.signatures import signature_checks
from bedplate.declarations.contract import Contract, EndpointContract, Operation
from bedplate.declarations.endpoints import ANYONE, HMAC, SIGNED_IN, Only
from bedplate.errors import NotFound
from bedplate.values import Access, Actor, Call, Grant, Step

__all__ = ["Authorize", "prepare_authorize"]

Authorize = Callable[[Call, Actor], Grant]
Headers = tuple[tuple[str, str], ...]


def prepare_authorize(
    contract: Contract, accesses: Mapping[str | None, Access], environment: Mapping[str, str], charge: Callable[[Call, Actor], Headers] | None = None
) -> Authorize:
    """Bind the verb to an application's rules. `environment` holds the secrets of signed endpoints; `charge` takes what a call of several
    rows costs beyond its first unit. Raises DeclarationFault."""
    signed = signature_checks(contract, environment)

    def authorize(call: Call, actor: Actor) -> Grant:
        headers = charge(call, actor) if call.units > 1 and charge is not None else ()
        access = accesses.get(actor.kind)
        if access is None:
            raise Unauthenticated(private="a kind of account that there is no more")
        operation = call.request.operation
        if operation.endpoint is not None:
            _endpoint(operation.endpoint, call, actor, access, signed)
        elif operation.action is not None or operation.resource is not None or operation.report is not None:
            _for_caller(operation.action.caller if operation.action is not None else None, actor)
            for step in call.steps:
                _step(step, access)
                for _, nested in step.nested:
                    _step(nested, access)
        else:
            _framework(operation, actor)
        return Grant(call, actor, access, headers)

    return authorize


_READING = frozenset({"list", "aggregate", "report"})
"""Verbs that the rules of `read` govern."""


def _step(step: Step, access: Access) -> None:
    verb = "read" if step.verb in _READING else step.verb
    if step.resource is not None and (step.resource, verb) in access.rows and _sees_deleted(step, access):
        return
    if access.kind is None:
        raise Unauthenticated
    if step.key and (step.resource, "read") not in access.rows:
        raise NotFound(private="no rule lets this kind of account see it")
    raise NotAllowed


def _sees_deleted(step: Step, access: Access) -> bool:
    """The list of the deleted is for whoever may ever restore or purge one."""
    if step.selection is None or not step.selection.deleted:
        return True
    return (step.resource, "restore") in access.rows or (step.resource, "purge") in access.rows


def _framework(operation: Operation, actor: Actor) -> None:
    """Account operations, health, documentation, OPTIONS: open to all, or to accounts of their kind."""
    if operation.strangers:
        return
    if actor.kind is None:
        raise Unauthenticated
    if operation.account is not None and operation.account != actor.kind:
        raise NotAllowed


def _endpoint(
    endpoint: EndpointContract, call: Call, actor: Actor, access: Access, signed: Mapping[str, Callable[[Call], None]]
) -> None:
    auth: object = endpoint.auth
    if isinstance(auth, HMAC):
        signed[endpoint.name](call)
    elif auth is SIGNED_IN:
        _signed_in(actor)
    elif isinstance(auth, Only):
        _signed_in(actor)
        if (actor.kind or "", f"endpoint:{endpoint.name}") not in access.rows:  # the rule itself was asked when the caller was identified
            raise NotAllowed
    elif auth is not ANYONE:
        raise NotAllowed(private="an unknown way to sign in")
    _for_caller(endpoint.caller, actor)


def _signed_in(actor: Actor) -> None:
    if actor.kind is None:
        raise Unauthenticated


def _for_caller(caller: str | None, actor: Actor) -> None:
    """What is written for one kind of account (`Ctx[Person]`) is done for no other."""
    if caller is None or (caller == "*" and actor.kind is not None) or caller == actor.kind:
        return
    if actor.kind is None:
        raise Unauthenticated
    raise NotAllowed
