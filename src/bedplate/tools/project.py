"""What `bedplate new` writes: the files of a small application and of its tests. `@name@` and `@title@` are those of the project."""
from __future__ import annotations

from typing import Final

__all__ = ["FILES"]

_APP = '''"""@title@: products that everybody sees and staff keep, and the orders of whoever signs up."""
from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from bedplate import App, Conflict, Ctx, Expr, Field, Ref, Resource, User, action, actor, allow, always, field, ref


class Role(StrEnum):
    CUSTOMER, STAFF = "customer", "staff"


class AlreadySent(Conflict):
    """The order was sent before."""


class Person(User, path="people", sign_up="open"):
    """Somebody who signs in."""
    name: Field[str] = field(max=100)
    role: Field[Role] = field(default=Role.CUSTOMER, writable=False)

    @classmethod
    @allow("read", "update")
    def oneself(cls, me: type[Person]) -> Expr[bool]:
        return cls.id == me.id


class Product(Resource, sort="name"):
    """Something that is sold."""
    name: Field[str] = field(max=100, unique=True, filter=True, sort=True)
    price: Field[Decimal] = field(places=2, gt=0)

    @classmethod
    @allow("read", strangers=True, limit="120/min")
    def everybody(cls) -> Expr[bool]:
        return always

    @classmethod
    @allow("read", "create", "update", "delete")
    def staff(cls, me: type[Person]) -> Expr[bool]:
        return me.role == Role.STAFF


class Order(Resource, sort="-created_at"):
    """What somebody wants to have."""
    customer: Ref[Person] = ref(default=actor(Person), writable=False)
    product: Ref[Product] = ref(immutable=True)
    pieces: Field[int] = field(default=1, ge=1, le=100)
    sent: Field[bool] = field(default=False, writable=False, filter=True)

    @classmethod
    @allow("read", "create")
    def own(cls, me: type[Person]) -> Expr[bool]:
        return cls.customer.id == me.id

    @classmethod
    @allow("read", "send")
    def staff(cls, me: type[Person]) -> Expr[bool]:
        return me.role == Role.STAFF

    @action(limit="60/min", raises=(AlreadySent,))
    async def send(self, ctx: Ctx[Person]) -> Order:
        """It is on its way."""
        if self.sent:
            raise AlreadySent
        self.sent = True
        return self


app = App(__name__, accounts=Person, title="@title@")
'''

_TESTS = '''"""The rules of @title@, tested as rules, and one call over the API."""
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app import Order, Person, Product, Role

from bedplate import put
from bedplate.testing import Bed


@dataclass
class Made:
    """What an answer is read as here."""

    id: str


async def test_who_may_do_what(bed: Bed) -> None:
    """Every verb, role and kind of row, as in the file beside this one: read it, and read what changes in it."""
    await bed.who_may_what(Path(__file__).with_name("who_may_what.txt"))


async def test_somebody_orders_and_staff_send(bed: Bed) -> None:
    """Once: the second time it is refused."""
    customer = await bed.make(Person)
    staff = await bed.make(Person, put(Person.role, Role.STAFF))
    product = await bed.make(Product)
    ordered = await bed.client(customer).post("/v1/orders", product=str(product.id), pieces=2)
    assert ordered.status == 201
    key = ordered.data(Made).id
    assert (await bed.client(customer).post(f"/v1/orders/{key}/send")).status == 403
    assert (await bed.client(staff).post(f"/v1/orders/{key}/send")).status == 200
    again = await bed.client(staff).post(f"/v1/orders/{key}/send")
    assert (again.status, again.code) == (409, "ALREADY_SENT")


async def test_orders_are_private(bed: Bed) -> None:
    """Another customer sees nothing of them."""
    order = await bed.make(Order)
    assert (await bed.client(await bed.make(Person)).get(f"/v1/orders/{order.id}")).status == 404
'''

_TABLE = """\
Person.read    a stranger                any: no
Person.read    Person                    oneself: yes, another's: no
Person.read    Person role=staff         oneself: yes, another's: no
Person.create  a stranger                any: no
Person.create  Person                    oneself: no, another's: no
Person.create  Person role=staff         oneself: no, another's: no
Person.update  a stranger                any: no
Person.update  Person                    oneself: yes, another's: no
Person.update  Person role=staff         oneself: yes, another's: no
Person.delete  a stranger                any: no
Person.delete  Person                    oneself: no, another's: no
Person.delete  Person role=staff         oneself: no, another's: no
Product.read    a stranger                any: yes
Product.read    Person                    any: yes
Product.read    Person role=staff         any: yes
Product.create  a stranger                any: no
Product.create  Person                    any: no
Product.create  Person role=staff         any: yes
Product.update  a stranger                any: no
Product.update  Person                    any: no
Product.update  Person role=staff         any: yes
Product.delete  a stranger                any: no
Product.delete  Person                    any: no
Product.delete  Person role=staff         any: yes
Order.read    a stranger                any: no
Order.read    Person                    customer is me: yes, another's: no
Order.read    Person role=staff         customer is me: yes, another's: yes
Order.create  a stranger                any: no
Order.create  Person                    customer is me: yes, another's: no
Order.create  Person role=staff         customer is me: yes, another's: no
Order.update  a stranger                any: no
Order.update  Person                    customer is me: no, another's: no
Order.update  Person role=staff         customer is me: no, another's: no
Order.delete  a stranger                any: no
Order.delete  Person                    customer is me: no, another's: no
Order.delete  Person role=staff         customer is me: no, another's: no
Order.send    a stranger                any: no
Order.send    Person                    customer is me: no, another's: no
Order.send    Person role=staff         customer is me: yes, another's: yes
"""

_README = '''# @title@

A backend made with Bedplate: `app.py` declares what there is and who may do what, everything else follows from it.

```
bedplate dev          # http://127.0.0.1:8000, the API page is at /docs
pytest                # the rules, and who may do what
bedplate check        # everything that a start checks
bedplate inspect      # resources, routes, rules and limits
```

The first account of staff: `bedplate account create --email you@example.com --role staff --set name=You`.

`tests/who_may_what.txt` is the table of who may do what. A changed rule changes it and fails the test; if that was meant: `BEDPLATE_WRITE_TABLE=1 pytest`.

`.env` holds secrets of this machine: it is readable by you alone and is not committed. In production they come from the environment.
'''

_PYPROJECT = '''[project]
name = "@name@"
version = "0.1.0"
requires-python = ">=3.11"
dependencies = ["bedplate"]

[dependency-groups]
dev = ["pytest>=9", "pytest-asyncio>=1.4"]

[tool.bedplate]
app = "app.py:app"

[tool.pytest.ini_options]
asyncio_mode = "auto"
asyncio_default_fixture_loop_scope = "function"
pythonpath = ["."]
testpaths = ["tests"]
'''

_IGNORED = """.env
.venv/
__pycache__/
.pytest_cache/
*.db
*.db-shm
*.db-wal
*.log
"""

FILES: Final = {
    "app.py": _APP, "tests/test_rules.py": _TESTS, "tests/who_may_what.txt": _TABLE, "README.md": _README, "pyproject.toml": _PYPROJECT,
    ".gitignore": _IGNORED,
}
