"""Addresses of e-mail."""
from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from bedplate.declarations.fields.hosts import LABEL
from bedplate.declarations.fields.spelling import Spelling
from bedplate.declarations.fields.text import Text, made_text
from bedplate.declarations.fields.type import InvalidValue, Moment

__all__ = ["ADDRESS_MAX", "SPELLINGS", "EmailAddress"]

ADDRESS_MAX: Final = 254
"""Characters of an address (RFC 5321 §4.5.3.1.3 less the brackets)."""

_LOCAL: Final = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*", re.ASCII)


@dataclass(frozen=True, slots=True)
class EmailAddress(Text):
    """An address as it is written on the web (local part without quotes, a host of two labels or more, all ASCII).

    The host is kept in lower case, because case means nothing there; what is before the @ is kept as written, because its host may
    tell cases apart. So it is for the address of an account, too, which besides is found whatever the case.
    """

    max: int = ADDRESS_MAX

    def parse(self, value: object) -> str:
        found = Text.parse(self, value)
        local, at, host = found.rpartition("@")
        labels = host.split(".")
        valid = bool(at) and len(found) <= ADDRESS_MAX and len(local) <= 64 and _LOCAL.fullmatch(local) is not None and len(labels) > 1
        if not valid or not all(LABEL.fullmatch(label) for label in labels):
            raise InvalidValue("email", {}, "must be an e-mail address")
        return _lowered(found)

    def parse_text(self, text: str) -> str:
        """For filters: a part of an address, too, as it would stand in one."""
        return _lowered(Text.parse_text(self, text))

    def schema(self) -> dict[str, object]:
        found = {**Text.schema(self), "format": "email"}
        if not self.pattern:
            del found["pattern"]
        return found

    def made_up(self, moment: Moment) -> object:
        if self.pattern:
            return Text.made_up(self, moment)
        return f"{moment.name.replace('_', '-').replace(' ', '-')}-{moment.number}@example.com".lower()


def _lowered(address: str) -> str:
    local, at, host = address.rpartition("@")
    return f"{local}{at}{host.lower()}" if at else address


SPELLINGS: Final = (
    Spelling(str, lambda rules, _inside: made_text(EmailAddress, rules, ADDRESS_MAX), frozenset({"max", "min", "pattern"}), "email"),
)
