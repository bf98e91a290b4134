"""The parameters of actions, account operations and endpoints."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from bedplate.declarations.contract import Contract, EndpointContract, ParameterContract
from bedplate.declarations.fields.type import FieldType, InvalidValue
from bedplate.errors import Detail, NotFound
from bedplate.validation.body import JsonObject
from bedplate.validation.details import details_of, named
from bedplate.validation.inputs import Expected, read_object
from bedplate.validation.pairs import query_pairs, split_list
from bedplate.validation.refusals import InvalidInput
from bedplate.values import Request

__all__ = ["MANY_MAX", "body_reader", "endpoint_reader", "parameter_type"]

MANY_MAX: Final = 100
"""Values of a parameter that takes many."""


def parameter_type(contract: Contract, parameter: ParameterContract) -> FieldType:
    """The type of what comes in: a row comes as its key and is loaded where decisions are made, under the caller's rules."""
    if isinstance(parameter.type, FieldType):
        return parameter.type
    target = contract.resources[parameter.type.resource]
    return target.fields[target.key[0]].type


def body_reader(contract: Contract, parameters: tuple[ParameterContract, ...]) -> Callable[[JsonObject], dict[str, object]]:
    """What reads named parameters from a body. What is absent stays absent: the method's own default applies."""
    expected = {
        parameter.name: Expected(parameter_type(contract, parameter).parse, parameter.nullable, MANY_MAX if parameter.many else 0)
        for parameter in parameters
    }
    required = frozenset(parameter.name for parameter in parameters if parameter.required)

    def read(given: JsonObject) -> dict[str, object]:
        return read_object(given, expected, required)

    return read


@dataclass(frozen=True, slots=True)
class _Source:
    parameter: ParameterContract
    type: FieldType
    place: str  # "path", "query", "header" or "cookie"


def endpoint_reader(contract: Contract, endpoint: EndpointContract, path: frozenset[str]) -> Callable[[Request], dict[str, object]]:
    """What reads the parameters of an endpoint outside its body: path, query, headers, cookies. A malformed value in the path is 404,
    as if there were nothing at that address."""
    sources = tuple(
        _Source(parameter, parameter_type(contract, parameter), parameter.source or ("path" if parameter.name in path else "query"))
        for parameter in endpoint.parameters
    )
    in_query = frozenset(source.parameter.name for source in sources if source.place == "query")

    def read(request: Request) -> dict[str, object]:
        query = query_pairs(request.query)
        found: dict[str, object] = {}
        faults: list[Detail] = []
        if endpoint.unknown == "refuse":
            faults.extend(Detail(named("query", name), "unknown", {}, "is not a parameter here") for name in query if name not in in_query)
        for source in sources:
            _read_one(source, _text(source, request, query), found, faults)
        if faults:
            raise InvalidInput(details=faults)
        return found

    return read


def _text(source: _Source, request: Request, query: Mapping[str, str]) -> str | None:
    name = source.parameter.source_name or source.parameter.name
    if source.place == "path":
        return request.path[name]
    if source.place == "query":
        return query.get(name)
    if source.place == "header":
        return request.headers.get(name.lower())
    return _cookie(request.headers.get("cookie", ""), name)


def _cookie(header: str, name: str) -> str | None:
    """Read as browsers write it (RFC 6265): whatever stands beside it, and of two the first, which is the more specific one. What
    no cookie can hold is none."""
    for pair in header.split(";"):
        found, equals, value = pair.strip(" \t").partition("=")
        if equals and found == name and value.isascii() and value.isprintable():
            return value[1:-1] if len(value) > 1 and value[0] == value[-1] == '"' else value
    return None


def _read_one(source: _Source, text: str | None, found: dict[str, object], faults: list[Detail]) -> None:
    parameter = source.parameter
    place = f"{source.place}.{parameter.source_name or parameter.name}"
    if text is None:
        if parameter.required:
            faults.append(Detail(place, "required", {}, "is required"))
        return
    try:
        found[parameter.name] = _values(source, text) if parameter.many else source.type.parse_text(text)
    except InvalidValue as fault:
        if source.place == "path":
            raise NotFound(private=f"malformed {parameter.name} in the path") from None
        faults.extend(details_of(place, fault))


def _values(source: _Source, text: str) -> list[object]:
    parts = split_list(text)
    if parts is None or len(parts) > MANY_MAX:
        raise InvalidValue("max", {"max": MANY_MAX}, f"must be at most {MANY_MAX} values joined by commas")
    return [source.type.parse_text(part) for part in parts]
