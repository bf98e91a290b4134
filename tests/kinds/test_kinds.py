"""Every type over the whole way of a request: sent, kept, filtered, sorted, paged, calculated with, shown, described."""
from __future__ import annotations

import base64
import struct
from datetime import time, timedelta
from random import Random
from typing import Any

import msgspec
import pytest
from kinds_sample import Person, Reading

from bedplate import put
from bedplate.testing import Bed

FULL: dict[str, Any] = {
    "value": 0.1, "share": 0.25, "tally": "9223372036854775807", "serial": 7, "opens": "08:30", "took": 1.5, "digest": "AQI=", "salt": "", "tags": ["b", "a"],
    "sender": "Ann@Example.COM", "source": "https://a.de:8443/x?y=%20#z", "values": [1e300, -0.0, 3], "keys": ["-9223372036854775808", 5],
}
SHOWN: dict[str, Any] = {
    "value": 0.1, "share": 0.25, "tally": "9223372036854775807", "serial": "7", "opens": "08:30:00.000000", "took": 1.5, "digest": "AQI=", "salt": "",
    "tags": ["b", "a"], "sender": "Ann@example.com", "source": "https://a.de:8443/x?y=%20#z", "values": [1e300, 0.0, 3.0],
    "keys": ["-9223372036854775808", "5"], "early": True, "shown": 0.1, "known": "9223372036854775807", "same": True, "label": None,
}


async def test_values_come_back_as_they_are_said_to(bed: Bed) -> None:
    """By the answer to a create, by a read, and to the application's own code."""
    client = bed.client(await bed.make(Person))
    made = await client.post("/v1/readings", **FULL)
    assert made.status == 201, made
    row = made.json["data"]
    assert {name: row[name] for name in SHOWN} == SHOWN
    again = await client.get(f"/v1/readings/{row['id']}")
    assert again.json["data"] == row
    empty = (await client.post("/v1/readings")).json["data"]
    nothing = ("value", "tally", "opens", "took", "digest", "sender", "source", "label")
    assert {name: empty[name] for name in nothing} == dict.fromkeys(nothing)
    assert (empty["early"], empty["same"]) == (False, False)
    assert (empty["serial"], empty["salt"], empty["shown"], empty["known"], empty["values"]) == (str(2**62), base64.b64encode(b"'\0\xff").decode(), -0.5, "-1", [])


async def test_code_reads_and_writes_python_values(bed: Bed) -> None:
    """Rows hold float, int, time, timedelta and bytes; expressions of them come to the same."""
    made = await bed.make(Reading, put(Reading.value, 2.5), put(Reading.tally, 2**60), put(Reading.opens, time(8, 0, 0, 7)), put(Reading.digest, b"\xff"))
    assert (made.value, made.tally, made.opens, made.digest, made.serial) == (2.5, 2**60, time(8, 0, 0, 7), b"\xff", 2**62)
    assert await bed.read(made, Reading.value) == 2.5
    assert await bed.read(made, Reading.opens) == time(8, 0, 0, 7)
    assert await bed.read(made, Reading.digest) == b"\xff"
    assert await bed.read(made, Reading.label) == b"\xff"
    assert await bed.read(made, Reading.early) is False  # a constant beyond what a float tells apart


async def test_actions_take_and_give_them(bed: Bed) -> None:
    """As parameters, as assignments, in a result."""
    client, row = bed.client(await bed.make(Person)), await bed.make(Reading, put(Reading.value, 0.1))
    done = await client.post(f"/v1/readings/{row.id}/scale", factor=3, until="23:59:59.999999", key="9007199254740993", mark="AA==")
    assert (done.status, done.body) == (200, b'{"data":[0.30000000000000004,3.0]}')
    shown = (await client.get(f"/v1/readings/{row.id}", fields="value,tally,opens,digest")).json["data"]
    assert shown == {"value": 0.30000000000000004, "tally": "9007199254740993", "opens": "23:59:59.999999", "digest": "AA=="}
    wrong = await client.post(f"/v1/readings/{row.id}/scale", factor="3", until="24:00", key=2**53, mark="AAAA" * 9)
    assert wrong.status == 400
    assert {(one["place"], one["rule"]) for one in wrong.json["details"]} == {
        ("body.factor", "number"), ("body.until", "time"), ("body.mark", "max")}  # the client writes the large integer as a string


@pytest.mark.parametrize(("query", "expected"), [
    ({"value": "0.3"}, []), ({"value": "0.30000000000000004"}, [2]), ({"value.gt": "1e-1"}, [2, 3]), ({"value.in": "0.1,1e2"}, [1, 3]), ({"value.ne": "0.1"}, [2, 3]),
    ({"value.isnull": "true"}, [0]), ({"value.ge": 100}, [3]), ({"value.lt": "-0"}, []),
    ({"tally": "9007199254740993"}, [2]), ({"tally.gt": "9007199254740992"}, [2, 3]), ({"tally.in": "9007199254740992,1"}, [1]),
    ({"tally.le": "-9223372036854775808"}, []),
    ({"opens": "09:00"}, [2]), ({"opens.lt": "09:00:00.000001"}, [1, 2]), ({"opens.in": "08:30,23:00"}, [1, 3]), ({"took.ge": "1.5"}, [2, 3]),
    ({"digest": "AQI="}, [1]), ({"digest": "-_8"}, [3]), ({"digest": "+/8="}, [3]), ({"digest.isnull": "false"}, [1, 2, 3]), ({"early": "true"}, [1]), ({"early": "false"}, [0, 2, 3]),
    ({"sender": "Ann@EXAMPLE.com"}, [1]), ({"sender.prefix": "Ann@Exa"}, [1]), ({"source.prefix": "https://"}, [2]),
    ({"sort": "-value"}, [3, 2, 1, 0]), ({"sort": "opens,id"}, [0, 1, 2, 3]), ({"sort": "-tally"}, [3, 2, 1, 0]), ({"sort": "-took"}, [3, 2, 1, 0]),
    ({"sort": "-early,value"}, [1, 0, 2, 3]),
])
async def test_filters_and_sorts(bed: Bed, query: dict[str, Any], expected: list[int]) -> None:
    """Equal and ordered as values, not as texts; page by page the same as at once."""
    rows = [
        await bed.make(Reading),
        await bed.make(Reading, put(Reading.value, 0.1), put(Reading.tally, 2**53), put(Reading.opens, time(8, 30)), put(Reading.took, timedelta(0)),
                       put(Reading.digest, b"\x01\x02"), put(Reading.sender, "Ann@example.com")),
        await bed.make(Reading, put(Reading.value, 0.1 + 0.2), put(Reading.tally, 2**53 + 1), put(Reading.opens, time(9)), put(Reading.took, timedelta(seconds=1.5)),
                       put(Reading.digest, b""), put(Reading.source, "https://a.de")),
        await bed.make(Reading, put(Reading.value, 100.0), put(Reading.tally, 2**63 - 1), put(Reading.opens, time(23)), put(Reading.took, timedelta(days=9)),
                       put(Reading.digest, b"\xfb\xff")),
    ]
    client = bed.client(await bed.make(Person))
    wanted = [str(rows[number].id) for number in expected]
    found = await client.get("/v1/readings", **query)
    assert found.status == 200, found
    ids = [one["id"] for one in found.json["data"]]
    assert (ids if "sort" in query else sorted(ids)) == (wanted if "sort" in query else sorted(wanted))
    paged: list[str] = []
    cursor: dict[str, Any] = {}
    for _ in rows:
        page = await client.get("/v1/readings", **query, limit=1, **cursor)
        paged += [one["id"] for one in page.json["data"]]
        if page.next is None:
            break
        cursor = {"cursor": page.next}
    assert paged == ids


@pytest.mark.parametrize(("query", "rule"), [
    ({"value": "nan"}, "number"), ({"value": "1e999"}, "finite"), ({"share": "1"}, "lt"), ({"tally": "9223372036854775808"}, "le"), ({"tally": "1.0"}, "bigint"),
    ({"opens": "9:00"}, "time"), ({"opens.prefix": "09"}, "operator"), ({"digest": "A"}, "base64"), ({"digest.ne": "AA=="}, "operator"), ({"digest.in": "AA=="}, "operator"),
    ({"tags": "a"}, "unknown"), ({"sort": "digest"}, "unknown"), ({"sort": "tags"}, "unknown"),
])
async def test_wrong_filters_are_refused(bed: Bed, query: dict[str, Any], rule: str) -> None:
    """By the rule of the type, as 400 with its place."""
    found = await bed.client(await bed.make(Person)).get("/v1/readings", **query)
    assert (found.status, [one["rule"] for one in found.json["details"]]) == (400, [rule])


async def test_wrong_values_are_refused_together(bed: Bed) -> None:
    """Each with its place and rule; numbers that JSON does not have are no JSON."""
    client = bed.client(await bed.make(Person))
    answer = await client.post(
        "/v1/readings", value="1", share=1, tally=1.5, opens="09:30Z", took="1", digest="AQI", salt="A" * 64, sender="a", source="http://u:p@a.de", tags=["a", "a"],
        values=[None], keys=["x"])
    assert answer.status == 400
    assert {(one["place"].removeprefix("body."), one["rule"]) for one in answer.json["details"]} == {
        ("value", "number"), ("share", "lt"), ("tally", "bigint"), ("opens", "time"), ("took", "duration"), ("digest", "base64"), ("salt", "max"), ("sender", "email"),
        ("source", "url"), ("tags.1", "distinct"), ("values.0", "null"), ("keys.0", "bigint")}
    for number in (b"NaN", b"Infinity", b"1e999"):
        refused = await client.send("POST", "/v1/readings", body=b'{"value":' + number + b"}", headers={"content-type": "application/json"})
        assert (refused.status, refused.code) == (400, "INVALID_JSON")


async def test_floats_are_answered_in_the_digits_of_the_encoder(bed: Bed) -> None:
    """Byte by byte, for doubles of every size."""
    chance = Random(20260131)
    values = [struct.unpack("<d", chance.randbytes(8))[0] for _ in range(60)]
    values = [one for one in values if one - one == 0] + [5e-324, 1.7976931348623157e308, 2.0**-44, 1e16, 1e15, 1e-5, 1e-7, 123456789012345680.0, 0.0, -0.0, 1.0]
    client = bed.client(await bed.make(Person))
    for value in values:
        row = await bed.make(Reading, put(Reading.value, value))
        answer = await client.get(f"/v1/readings/{row.id}", fields="value")
        assert answer.body == b'{"data":{"value":' + msgspec.json.encode(value + 0.0) + b"}}"


async def test_floats_as_browsers_write_them(bed: Bed) -> None:
    """Without a point up to 1e21: `JSON.stringify(1e20)` has 21 digits. One more is no number of any type."""
    client = bed.client(await bed.make(Person))
    json = {"content-type": "application/json"}
    made = await client.send("POST", "/v1/readings", body=b'{"value":100000000000000000000,"values":[-999999999999999900000]}', headers=json)
    assert (made.status, made.json["data"]["value"], made.json["data"]["values"]) == (201, 1e20, [-999999999999999900000.0])
    assert (await client.send("POST", "/v1/readings", body=b'{"value":1' + b"0" * 22 + b"}", headers=json)).code == "INVALID_JSON"
    wrong = await client.send("POST", "/v1/readings", body=b'{"tally":100000000000000000000}', headers=json)
    assert (wrong.status, wrong.json["details"][0]["rule"]) == (400, "bigint")


async def test_strangers_are_shown_what_a_rule_over_floats_says(bed: Bed) -> None:
    """A constant of a rule is bound as it was written."""
    for value in (0.25, 0.24999999999999997, None):
        await bed.make(Reading, put(Reading.value, value))
    found = await bed.client().get("/v1/readings", fields="value")
    assert found.json["data"] == [{"value": 0.24999999999999997}]


async def test_the_document_describes_them(bed: Bed) -> None:
    """Types, formats and bounds in requests, answers and filters."""
    document = (await bed.client().get("/openapi.json")).json
    properties = document["components"]["schemas"]["Reading"]["properties"]
    kinds = {name: one.get("type") for name, one in properties.items()}
    assert kinds == {**kinds, "value": ["number", "null"], "share": "number", "tally": ["string", "null"], "serial": "string", "opens": ["string", "null"],
                     "took": ["number", "null"], "digest": ["string", "null"], "salt": "string", "tags": "array", "values": "array"}
    assert (properties["share"]["exclusiveMinimum"], properties["share"]["exclusiveMaximum"], properties["value"]["format"]) == (0.0, 1.0, "double")
    assert (properties["serial"]["maxLength"], properties["salt"]["contentEncoding"], properties["tags"]["uniqueItems"]) == (20, "base64", True)
    assert (properties["sender"]["format"], properties["source"]["format"]) == ("email", "uri")
    parameters = {one["name"] for one in document["paths"]["/v1/readings"]["get"]["parameters"] if "name" in one}
    assert {"value.gt", "tally.in", "opens.lt", "took.ge", "digest", "digest.isnull"} <= parameters
    assert not {"digest.ne", "digest.in", "tags", "values"} & parameters
