"""A new type is one file: nothing of the framework names it."""
from __future__ import annotations

import subprocess
import sys
from pathlib import Path

KIND = '''
from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Address

from bedplate.declarations.fields.spelling import Spelling
from bedplate.declarations.fields.type import FieldType, InvalidValue, Moment


@dataclass(frozen=True, slots=True)
class Ip(FieldType):
    kind = "ip"
    storage = "INTEGER"
    answer = "number"
    operators = frozenset({"eq", "lt"})

    def parse(self, value):
        if not isinstance(value, int):
            raise InvalidValue("ip", {}, "must be an address")
        return IPv4Address(value)

    def parse_text(self, text):
        return IPv4Address(text)

    def check(self, value):
        if not isinstance(value, IPv4Address):
            raise InvalidValue("ip", {}, "must be an address")
        return value

    def store(self, value):
        return int(value)

    def load(self, stored):
        return IPv4Address(stored)

    def dump(self, value):
        return int(value)

    def schema(self):
        return {"type": "integer", "format": "int64", "minimum": 0, "maximum": 4294967295}

    def made_up(self, moment: Moment):
        return IPv4Address(moment.number)


SPELLINGS = (Spelling(IPv4Address, lambda rules, inside: Ip(), constant=Ip()),)
'''

APPLICATION = '''
from __future__ import annotations

from ipaddress import IPv4Address

from bedplate import App, Expr, Field, Resource, allow, field


class Visit(Resource):
    source: Field[IPv4Address] = field(filter=True, sort=True, default=IPv4Address("10.0.0.1"))

    @classmethod
    @allow("read", strangers=True, limit="60/min")
    def near(cls) -> Expr[bool]:
        return cls.source < IPv4Address("10.1.0.0")


app = App(__name__)
'''

TEST = '''
from ipaddress import IPv4Address

import pytest
from application import Visit, app

from bedplate import put
from bedplate.testing import Bed


@pytest.fixture
def bedplate_app():
    return app


async def test_it(bed: Bed) -> None:
    near = await bed.make(Visit)
    await bed.make(Visit, put(Visit.source, IPv4Address("192.0.2.1")))
    for query in ({}, {"source": "10.0.0.1"}, {"source.lt": "10.0.0.2"}, {"sort": "-source"}):
        found = await bed.client().get("/v1/visits", fields="source", **query)
        assert (found.status, found.json["data"]) == (200, [{"source": 167772161}]), found
    assert await bed.read(near, Visit.source) == IPv4Address("10.0.0.1")
    properties = (await bed.client().get("/openapi.json")).json["components"]["schemas"]["Visit"]["properties"]
    assert properties["source"]["maximum"] == 4294967295
'''


def test_a_file_beside_the_others_is_a_type(tmp_path: Path) -> None:
    """Declared, made up, compared in a rule, stored, filtered by, sorted, answered and described, without an edit anywhere else."""
    (tmp_path / "kinds").mkdir()
    (tmp_path / "kinds" / "ip.py").write_text(KIND)
    (tmp_path / "application.py").write_text(APPLICATION)
    (tmp_path / "test_it.py").write_text(TEST)
    (tmp_path / "conftest.py").write_text("from bedplate.declarations import fields\n\nassert len(fields.__path__) == 2\n")
    (tmp_path / "beside.py").write_text(f"from bedplate.declarations import fields\n\nfields.__path__.append({str(tmp_path / 'kinds')!r})\n")
    (tmp_path / "pytest.ini").write_text("[pytest]\nasyncio_mode = auto\n")
    done = subprocess.run(
        [sys.executable, "-c", "import beside, pytest, sys; sys.exit(pytest.main(['-q', '-p', 'no:cacheprovider', '-p', 'no:randomly']))"],
        cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
