"""A unique secret answers a guess: the 409 says that somebody else has it."""
from __future__ import annotations

from bedplate.declarations.contract import Contract
from bedplate.errors import Fault

__all__ = ["secrets_are_not_unique"]


def secrets_are_not_unique(contract: Contract) -> list[Fault]:
    """No secret that input may give is part of a unique set. Where only code writes it, it may be."""
    found: list[Fault] = []
    for resource in contract.resources.values():
        for one in resource.uniques if not resource.internal else ():
            secret = next((name for name in one.fields if resource.fields[name].secret and resource.fields[name].writable), None)
            if secret is not None:
                found.append(Fault("D606", f"{resource.name}.{secret} is secret, and a unique set of it tells whoever writes that somebody else has it",
                                   "leave it out of the set, or say `writable=False` and let code make it", one.place))
    return found
