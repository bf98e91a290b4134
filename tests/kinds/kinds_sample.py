"""One resource with a field of every type that is more than a text or a number, with its filters, sorts, bounds and a rule over them."""
from __future__ import annotations

from datetime import time, timedelta
from typing import Annotated

from bedplate import App, BigInt, Ctx, Email, Expr, Field, Resource, Short, Url, User, action, allow, always, computed, field, fn, rules

Third = Annotated[float, rules(gt=0, lt=1)]


class Person(User):
    """Nobody in particular."""

    @classmethod
    @allow("read")
    def oneself(cls, me: type[Person]) -> Expr[bool]:
        return cls.id == me.id


class Reading(Resource, sort="value"):
    """What an instrument says."""

    value: Field[float | None] = field(default=None, filter=True, sort=True)
    share: Field[Third] = field(default=0.5, filter=True)
    tally: Field[BigInt | None] = field(default=None, filter=True, sort=True)
    serial: Field[BigInt] = field(default=2**62, ge=0)
    opens: Field[time | None] = field(default=None, filter=True, sort=True)
    took: Field[timedelta | None] = field(default=None, ge=timedelta(0), filter=True, sort=True)
    digest: Field[bytes | None] = field(default=None, max=40, filter=True)
    salt: Field[bytes] = field(default=b"'\0\xff", max=40)
    sender: Field[Email | None] = field(default=None, filter=True)
    source: Field[Url | None] = field(default=None, filter=True)
    tags: Field[list[Short]] = field(default_factory=list, max=4, distinct=True)
    values: Field[list[float]] = field(default_factory=list, max=4)
    keys: Field[list[BigInt]] = field(default_factory=list, max=4)

    @computed(filter=True, sort=True)
    @classmethod
    def early(cls) -> Expr[bool]:
        """Before nine, and not much."""
        return (cls.opens < time(9)) & (cls.value < 100) & (cls.tally != 2**60)

    @computed
    @classmethod
    def shown(cls) -> Expr[float]:
        """The value, or what stands for none."""
        return cls.value.or_else(-0.5)

    @computed
    @classmethod
    def known(cls) -> Expr[BigInt]:
        """The tally, or less than there can be."""
        return cls.tally.or_else(-1)

    @computed
    @classmethod
    def same(cls) -> Expr[bool]:
        """Whether it is that of a certain one."""
        return cls.digest == b"\x01\x02"

    @computed
    @classmethod
    def label(cls) -> Expr[bytes | None]:
        """Bytes of a computed field."""
        return fn.when(cls.value > 0.5, cls.digest).otherwise(None)

    @classmethod
    @allow("read", "create", "update", "delete")
    def everybody(cls, me: type[Person]) -> Expr[bool]:
        return always

    @classmethod
    @allow("read", strangers=True, limit="600/min")
    def small(cls) -> Expr[bool]:
        return cls.value < 0.25

    @action(limit="60/min")
    async def scale(self, ctx: Ctx[Person], *, factor: float, until: time, key: BigInt, mark: Annotated[bytes, rules(max=8)]) -> list[float]:
        """The types as inputs and as a result."""
        self.value = (self.value or 1) * factor
        self.opens, self.tally, self.digest = until, key, mark
        return [self.value, factor]

    @classmethod
    @allow("scale")
    def scaling(cls, me: type[Person]) -> Expr[bool]:
        return always


app = App(__name__, accounts=Person)
