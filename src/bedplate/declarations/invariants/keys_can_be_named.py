"""A row is read by its key in an address: some words in that place mean something else."""
from __future__ import annotations

from bedplate.declarations.contract import Contract, ResourceContract
from bedplate.declarations.fields.type import InvalidValue
from bedplate.errors import Fault

__all__ = ["keys_can_be_named"]


def keys_can_be_named(contract: Contract) -> list[Fault]:
    """No row may have a key that is a word of an address: with `GET /v1/books/export` the book "export" could not be read."""
    return [
        Fault("D490", f"{resource.name} may have a row with the key {words[0]!r}, which nobody could reach: /v1/{resource.path}/{words[0]} is an address of its own",
              "let the key have a pattern that no such word meets, or choose another path", resource.fields[resource.key[0]].place)
        for resource in contract.resources.values() if not resource.internal and (words := _taken(contract, resource))
    ]


def _taken(contract: Contract, resource: ResourceContract) -> list[str]:
    """The words behind the path of a resource that its key could be as well. Of a key of several parts none is."""
    if len(resource.key) != 1 or resource.key[0] not in resource.fields:
        return []
    above = f"/v1/{resource.path}/"
    following = dict.fromkeys(one.path.removeprefix(above).split("/")[0] for one in contract.operations if one.path.startswith(above))
    return [word for word in following if not word.startswith("{") and _is_key(resource, word)]


def _is_key(resource: ResourceContract, word: str) -> bool:
    try:
        resource.fields[resource.key[0]].type.parse(word)
    except InvalidValue:
        return False
    return True
