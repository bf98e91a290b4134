"""Every shape that an endpoint can answer with, told by what its function is said to return; and how a group tells refusals."""
from __future__ import annotations

import inspect
from collections.abc import Callable
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

from bedplate.declarations.compiling.draft import Drafts, name_of
from bedplate.declarations.compiling.functions import resolved, result_of, some_declaration
from bedplate.declarations.contract import ErrorsContract, ReplyContract, RowParameter
from bedplate.declarations.endpoints import Html, Raw, Reply
from bedplate.declarations.fields.file import File
from bedplate.declarations.wrong import WrongExpression

__all__ = ["errors_of", "first_success", "refuse_bare_rows", "replies_of"]

_BYTES: dict[Any, str] = {Html: "text/html", Raw: "application/octet-stream", File: "application/octet-stream"}


def replies_of(annotation: Any, drafts: Drafts, usual: int | None = 200) -> tuple[ReplyContract, ...]:
    """One for each arm of the annotation; `usual` is the status of what is no `Reply`."""
    arms = get_args(annotation) if get_origin(annotation) in (Union, UnionType) else (annotation,)
    plain = [arm for arm in arms if arm not in (None, NoneType)]
    if not plain:
        return (ReplyContract(usual, None),)
    return tuple(_reply(arm, drafts, usual, nullable=len(plain) < len(arms)) for arm in plain)


def _reply(arm: Any, drafts: Drafts, usual: int | None, *, nullable: bool) -> ReplyContract:
    kind = get_origin(arm) or arm
    status = usual
    if isinstance(kind, type) and issubclass(kind, Reply):
        body, status = (*get_args(arm), None)[0], kind.status
    else:
        body = arm
    if isinstance(body, type) and body in _BYTES:
        return ReplyContract(status, None, _BYTES[body])
    found, empty, _ = result_of(body, drafts)
    if isinstance(found, RowParameter) and (body is not arm or usual is None):
        raise WrongExpression("D553", f"{found.resource} is a row, and a reply has a shape of its own", "give a dataclass of what is shown, or return the row itself without a `Reply`")
    return ReplyContract(status, found, nullable=nullable or empty or isinstance(found, RowParameter))


def refuse_bare_rows(replies: tuple[ReplyContract, ...]) -> None:
    """Without the envelope a row has no shape that could be kept: which of its fields there are depends on who asks."""
    row = next((one.type for one in replies if isinstance(one.type, RowParameter)), None)
    if row is not None:
        raise WrongExpression("D553", f"{row.resource} is a row, and `raw=True` asks for a shape", "give a dataclass of what the contract shows, or leave out `raw`")


def first_success(replies: tuple[ReplyContract, ...]) -> ReplyContract:
    """The reply of the first that is no failure; an endpoint that only fails answers with nothing."""
    return next((one for one in replies if one.status is not None and one.status < 400), ReplyContract(200, None))


def errors_of(function: Callable[..., Any] | None, drafts: Drafts) -> ErrorsContract | None:
    """How a group of endpoints tells refusals."""
    if function is None:
        return None
    if not inspect.isfunction(function) or inspect.iscoroutinefunction(function):
        raise WrongExpression("D547", f"errors={name_of(function)} is no plain function", "write `def flat(refusal: Refusal) -> Failure:`")
    parameters, result = resolved(function, some_declaration(drafts))
    if len(parameters) != 1:
        raise WrongExpression("D547", f"errors={function.__name__} takes {len(parameters)} parameters", "let it take the refusal and nothing else")
    if result is None:
        raise WrongExpression("D548", f"errors={function.__name__} does not say what it returns", "annotate it: the shape is documented, `-> Failure | Http422[Failure]`")
    replies = replies_of(result, drafts, None)
    good = next((one.status for one in replies if one.status is not None and one.status < 300), None)
    if good is not None:
        raise WrongExpression("D548", f"errors={function.__name__} tells a refusal with the status {good}, which says that all went well", "answer with 3xx, 4xx or 5xx")
    return ErrorsContract(function, replies)
