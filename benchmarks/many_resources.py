"""A generated application of many resources, and what it costs to start it.

    .venv/bin/python benchmarks/many_resources.py [--resources 100] [--runs 5]

Tenants, references, parts, rules for several kinds of callers, computed fields, moves and actions, all in one file: half of the resources
are things, half are parts of them. `source` gives its text; `tests/test_many_resources.py` counts over the same.
"""
from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import servers

BEDPLATE = str(Path(sys.executable).with_name("bedplate"))
MEBIBYTE = 1024 * 1024

HEAD = '''"""A generated application of many resources: tenants, parts, rules for two kinds of account, computed fields, checks, actions."""
from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum

from bedplate import App, Conflict, Ctx, Expr, Field, Many, Ref, Resource, User, action, actor, allow, check, computed, field, forbid, many, ref


class Role(StrEnum):
    MEMBER, STAFF, ADMIN = "member", "staff", "admin"


class State(StrEnum):
    OPEN, DONE, CLOSED = "open", "done", "closed"


class AlreadyClosed(Conflict):
    """It was closed before."""


class Org(Resource):
    name: Field[str] = field(max=200)

    @allow("read")
    @classmethod
    def own(cls, me: type[Person]) -> Expr[bool]:
        return cls.id == me.org.id


class Person(User, tenant="org"):
    org: Ref[Org] = ref(immutable=True)
    name: Field[str] = field(max=100, filter=True)
    role: Field[Role] = field(default=Role.MEMBER, filter=True)

    @allow("read")
    @classmethod
    def colleagues(cls, me: type[Person]) -> Expr[bool]:
        return cls.org.id == me.org.id
'''

THING = '''

class ThingNN(Resource, tenant="org", sort="-created_at"):
    org: Ref[Org] = ref(default=actor(Person).org, writable=False)
    owner: Ref[Person] = ref(default=actor(Person), writable=False, filter=True)
    title: Field[str] = field(max=200, filter=True, sort=True)
    state: Field[State] = field(default=State.OPEN, filter=True, moves={State.OPEN: (State.DONE, State.CLOSED), State.DONE: (State.CLOSED,), State.CLOSED: ()})
    price: Field[Decimal] = field(default=Decimal(0), places=2, ge=0)
    wanted_on: Field[date | None] = field(default=None, filter=True)
    parts: Many[PartNN] = many(by="whole", max=100)
'''

EARLIER = "    earlier: Ref[ThingPP | None] = ref(default=None, filter=True)\n"

PART = '''
    @allow("read", "create", "update", "close")
    @classmethod
    def own(cls, me: type[Person]) -> Expr[bool]:
        return cls.owner.id == me.id

    @allow("read", "update", "delete", "close")
    @classmethod
    def staff(cls, me: type[Person]) -> Expr[bool]:
        return me.role.in_((Role.STAFF, Role.ADMIN))

    @forbid("update")
    @classmethod
    def closed(cls, me: type[Person]) -> Expr[bool]:
        return (cls.state == State.CLOSED) & (me.role != Role.ADMIN)

    @computed
    @classmethod
    def open_parts(cls) -> Expr[int]:
        """How many of its parts are open."""
        return cls.parts.where(lambda one: ~one.done).count()

    @action(limit="30/min", raises=(AlreadyClosed,))
    async def close(self, ctx: Ctx[Person]) -> ThingNN:
        """Close it for good."""
        if self.state is State.CLOSED:
            raise AlreadyClosed
        self.state = State.CLOSED
        return self


class PartNN(Resource, part_of="whole"):
    whole: Ref[ThingNN] = ref(on_delete="cascade", immutable=True, filter=True)
    label: Field[str] = field(max=100)
    amount: Field[int] = field(default=1, ge=0)
    done: Field[bool] = field(default=False, filter=True)
'''

TAIL = '''

app = App(__name__, accounts=Person, title="Many resources")
'''


def source(resources: int) -> str:
    """The text of an application of so many resources; at least four, an even number."""
    parts = [HEAD]
    for number in range(1, resources // 2):
        made = THING + (EARLIER if number > 1 else "") + PART
        parts.append(made.replace("NN", f"{number:03d}").replace("PP", f"{number - 1:03d}"))
    return "".join([*parts, TAIL])


def started(folder: Path, log: Path) -> tuple[float, float]:
    """Seconds to the first answer, and MiB of the worker then."""
    port = servers.free_port()
    command = [BEDPLATE, "serve", "--app", "many.py", "--port", str(port)]
    server = servers.start("many", command, port=port, surroundings={}, folder=folder, log=log)
    try:
        return server.startup, servers.memory(server).largest / MEBIBYTE
    finally:
        servers.stop(server)


def prepare(folder: Path, resources: int) -> None:
    """The application, its settings and its database."""
    (folder / "many.py").write_text(source(resources), encoding="utf-8")
    made = (
        "from pathlib import Path; from bedplate.settings import load, write_dotenv; from many import app; here = Path.cwd(); "
        "write_dotenv(here / '.env'); app.prepare(load({}, here), may_extend=True)"
    )
    subprocess.run([sys.executable, "-c", made], cwd=folder, check=True, env={**os.environ, "PYTHONPATH": str(folder)})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--resources", type=int, default=100)
    parser.add_argument("--runs", type=int, default=5)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepare(folder, asked.resources)
        found = [started(folder, folder / "serve.log") for _ in range(asked.runs)]
    for words, values, goal in (
        ("s to the first answer of `bedplate serve`", [one for one, _ in found], "2 s"),
        ("MiB (PSS) of the worker then", [one for _, one in found], "150 MB (143 MiB)"),
    ):
        print(f"{asked.resources} resources: {statistics.median(values):8.2f} {words} ({min(values):.2f}–{max(values):.2f})   goal: under {goal}")


if __name__ == "__main__":
    main()
