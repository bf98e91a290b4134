"""Each type: what it refuses, and that its values survive every form."""
from __future__ import annotations

import json
import math
import time
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from datetime import time as clock
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedplate.declarations.fields.big_integer import BigInteger
from bedplate.declarations.fields.binary import Binary
from bedplate.declarations.fields.boolean import Boolean
from bedplate.declarations.fields.decimals import DecimalNumber
from bedplate.declarations.fields.email import EmailAddress
from bedplate.declarations.fields.enumeration import Enumeration
from bedplate.declarations.fields.floating import Float
from bedplate.declarations.fields.instants import MICROSECONDS_MAX, CalendarDate, Duration, Timestamp
from bedplate.declarations.fields.integer import Integer
from bedplate.declarations.fields.of import field_type
from bedplate.declarations.fields.operators import filter_operators
from bedplate.declarations.fields.shapes import JSON_MAX, Json, ListOf, nullable_schema
from bedplate.declarations.fields.text import Text
from bedplate.declarations.fields.time_of_day import TimeOfDay
from bedplate.declarations.fields.type import FieldType, InvalidValue
from bedplate.declarations.fields.url import Url
from bedplate.declarations.fields.uuids import Uuid


class Color(StrEnum):
    RED, DARK_BLUE = "red", "dark blue"


@dataclass(frozen=True)
class Line:
    sku: Annotated[str, type("R", (), {"rules": {"max": 10, "min": 1}})()]
    price: Annotated[Decimal, type("R", (), {"rules": {"places": 2}})()]
    color: Color | None = None


@dataclass(frozen=True)
class Order:
    lines: list[Line]
    notes: dict[str, str]
    at: datetime | None = None


def _taken(kind: FieldType, value: object) -> bool:
    try:
        kind.parse(value)
    except InvalidValue:
        return False
    return True


ORDER = field_type(Order, {})[0]
EVERY: list[tuple[FieldType, st.SearchStrategy[Any]]] = [
    (Text(50), st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=50).map(
        lambda text: unicodedata.normalize("NFC", text)[:50]).filter(lambda text: unicodedata.is_normalized("NFC", text))),
    (Integer(), st.integers(-(2**53 - 1), 2**53 - 1)),
    (DecimalNumber(3), st.integers(-(10**18 - 1), 10**18 - 1).map(lambda n: Decimal(n).scaleb(-3))),
    (Boolean(), st.booleans()),
    (Timestamp(), st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=30))]),
                               min_value=datetime(2, 1, 1), max_value=datetime(9998, 1, 1))),
    (CalendarDate(), st.dates()),
    (Duration(), st.integers(-MICROSECONDS_MAX, MICROSECONDS_MAX).map(lambda n: timedelta(microseconds=n))),
    (Uuid(), st.uuids()),
    (Enumeration(Color), st.sampled_from(Color)),
    (BigInteger(), st.integers(-(2**63), 2**63 - 1)),
    (Float(), st.floats(allow_nan=False, allow_infinity=False)),
    (TimeOfDay(), st.times()),
    (Binary(40), st.binary(max_size=40)),
    (EmailAddress(), st.emails().map(str).filter(lambda text: _taken(EmailAddress(), text)).map(lambda text: EmailAddress().parse(text))),
    (Url(), st.builds("http{}://{}{}/{}".format, st.sampled_from(["", "s"]), st.sampled_from(["a.de", "xn--bcher-kva.example", "[::1]", "127.0.0.1"]),
                      st.sampled_from(["", ":1", ":65535"]), st.text("aZ09-._~!$&'()*+,;=:@/?#", max_size=9))),
    (ListOf(Float(), 5), st.lists(st.floats(allow_nan=False, allow_infinity=False), max_size=5)),
    (ListOf(Binary(4), 5, nullable=True), st.lists(st.none() | st.binary(max_size=4), max_size=5)),
    (ListOf(BigInteger(), 5, distinct=True), st.lists(st.integers(-(2**63), 2**63 - 1), max_size=5, unique=True)),
    (ListOf(Text(5), 5), st.lists(st.text("ab\"\\\n\u00e9", max_size=5), max_size=5)),
    (ORDER, st.builds(
        Order,
        lines=st.lists(st.builds(Line, sku=st.text("abc", min_size=1, max_size=10), price=st.integers(-10**9, 10**9).map(lambda n: Decimal(n).scaleb(-2)),
                                 color=st.none() | st.sampled_from(Color)), max_size=4),
        notes=st.dictionaries(st.text("xyz", max_size=5), st.text("pq\n\"", max_size=9), max_size=3),
        at=st.none() | st.datetimes(timezones=st.just(UTC)),
    )),
]


@pytest.mark.parametrize(("kind", "values"), EVERY, ids=[type(kind).__name__ for kind, _ in EVERY])
def test_values_survive_store_load_dump_and_parse(kind: FieldType, values: st.SearchStrategy[Any]) -> None:
    """load(store(v)), parse(dump(v)) through real JSON, and check(v) all give v again; the stored form is stable."""

    @given(values)
    def holds(value: Any) -> None:
        assert kind.load(kind.store(value)) == value
        assert kind.parse(json.loads(json.dumps(kind.dump(value)))) == value
        assert kind.parse(msgspec.json.decode(msgspec.json.encode(kind.dump(value)))) == value
        assert kind.check(value) == value
        assert kind.store(kind.load(kind.store(value))) == kind.store(value)

    holds()


SCALARS = [kind for kind, _ in EVERY if not isinstance(kind, Json)]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(exclude_categories=[])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3), max_leaves=6,
)


@pytest.mark.parametrize("kind", [kind for kind, _ in EVERY], ids=[type(kind).__name__ for kind, _ in EVERY])
def test_any_json_gives_a_value_or_a_fault(kind: FieldType) -> None:
    """No JSON value and no text raises anything but InvalidValue, and the fault never repeats the value."""

    @given(JSON | st.text("0123456789-+.:TZe{}[]\"", max_size=40))
    def holds(value: Any) -> None:
        for call in (kind.parse, kind.parse_text, kind.check):
            if call == kind.parse_text and not isinstance(value, str):
                continue
            try:
                found = call(value)
            except InvalidValue as fault:
                if isinstance(value, str) and len(value) > 12:
                    assert value not in fault.words
            else:
                kind.store(found)

    holds()


@pytest.mark.parametrize(("kind", "wrong"), [
    (Text(3), ["abcd", 1, None, True, ["a"], "a\0b", "\ud800", "a\udfff"]),
    (Text(3, 2), ["a", ""]),
    (Text(10, pattern="[a-z]+"), ["", "A", "a1", "a\n"]),
    (EmailAddress(), ["a", "a@", "@b.de", "a@b", "a b@c.de", "a@b..de", "a@-b.de", "a@b.de\n", "a..b@c.de", "x" * 65 + "@c.de", "ä@b.de"]),
    (Url(300), ["a", "ftp://a.b", "http://", "http://a b", "http://a..b", "javascript:x", "http://a/ö", "http://a:99999999/"]),
    (Integer(), [1.0, "1", True, False, None, 2**53, -(2**53)]),
    (Integer(1, 5), [0, 6]),
    (DecimalNumber(2), [1.5, "1.234", "1e3", "+1", "01", ".5", "5.", " 1", "NaN", "Infinity", "", "1" * 19, True, "１", 10**16]),
    (DecimalNumber(0), ["1.0"]),
    (DecimalNumber(2, 0, 100), ["-0.01", "1.01"]),
    (Boolean(), [0, 1, "true", None]),
    (Timestamp(), ["2026-01-01", "2026-01-01T00:00:00", "2026-01-01 00:00:00Z", "2026-02-30T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T00:00:60Z",
                   "2026-01-01T00:00:00.1234567Z", "0001-01-01T00:00:00+01:00", "9999-12-31T23:59:59-01:00", "0000-01-01T00:00:00Z",
                   "2026-01-01T00:00:00+25:00", 1, "２026-01-01T00:00:00Z", "2026-W01-1T00:00:00Z"]),
    (CalendarDate(), ["2026-02-30", "20260201", "2026-2-1", "2026-W01-1", 20260101]),
    (Duration(), ["1", True, math.inf, math.nan, 1e300, 3_155_760_001]),
    (Uuid(), ["0198a3f0111172228333444455556666", "{0198a3f0-1111-7222-8333-444455556666}", "urn:uuid:0198a3f0-1111-7222-8333-444455556666", 1, ""]),
    (BigInteger(), [1.0, True, None, "", "+1", "01", "1_0", "1e3", " 1", "9223372036854775808", "-9223372036854775809", 2**53, -(2**53), "１"]),
    (BigInteger(ge=0), ["-1", -1]),
    (Float(), ["1", True, None, math.inf, -math.inf, math.nan, 10**309, [1.0]]),
    (Float(ge=0.5, lt=1.0), [0.49, 1.0, 1]),
    (Float(gt=0.5, le=1.0), [0.5, 1.0000001]),
    (TimeOfDay(), ["24:00", "9:30", "09:60", "09:30:60", "09:30Z", "09:30+01:00", "0930", "T09:30", "09:30:00.1234567", 930, None, "０9:30", "09:30\n"]),
    (Binary(2), ["AAAA", "AB", "AA=", "AA===", "A===", "AB==", "AAB=", "AA==\n", " AA==", "AA-_", "é===", 1, None, ["AA=="]]),
    (Binary(4, 2), ["", "AA=="]),
    (Url(), ["http://me@a.de/", "https://me:secret@a.de", "//a.de", "/a", "http:a", "http://a:0/", "http://a:65536/", "http://a/%zz", "http://a/<b>", "http://-a/",
             "http://b\u00fccher.example", "HTTPS://a.de", "http://a\\b", "http://a/\\b", "http://a/ b"]),
    (ListOf(Text(2), 2), [["a", "b", "c"], ["abc"], "ab", {"0": "a"}, [1], [None], None]),
    (ListOf(Text(2), 5, distinct=True), [["a", "a"], ["e\u0301", "\u00e9"]]),
    (ListOf(Float(), 5, distinct=True), [[1, 1.0], [0.0, -0.0]]),
    (Enumeration(Color), ["RED", "Red", "red ", 1, None, ["red"]]),
])
def test_strict(kind: FieldType, wrong: list[object]) -> None:
    """No coercion, no lenient spelling, nothing outside of the bounds."""
    for value in wrong:
        with pytest.raises(InvalidValue):
            kind.parse(value)


def test_length_counts_after_normalisation_at_the_limit_and_one_above() -> None:
    """Three characters of which one was sent in two parts are three; a fourth is refused."""
    assert Text(3).parse("e\u0301bc") == "\u00e9bc"
    with pytest.raises(InvalidValue) as caught:
        Text(3).parse("e\u0301bcd")
    assert (caught.value.rule, caught.value.parameters) == ("max", {"max": 3})
    assert Text(3).parse_text("e\u0301") == "\u00e9"


def test_piled_up_marks_cost_no_time() -> None:
    """CPython normalises a run of marks in quadratic time; 30 in a row are taken, 31 are not, and 80,000 are refused at once."""
    assert len(Text(100).parse("a" + "\u0301" * 30)) == 30
    started = time.perf_counter()
    for marks in ("\u0301" * 31, "\u0301\u0327" * 40_000):
        with pytest.raises(InvalidValue):
            Text(20_000).parse("a" + marks)
    assert time.perf_counter() - started < 0.5
    assert Text(100).parse("\u2500" * 60) == "\u2500" * 60


def test_stored_instants_sort_as_text() -> None:
    """27 characters in UTC, whatever the zone of the input and the digits of its second."""
    kind = Timestamp()
    assert kind.store(kind.parse("2026-01-01T01:00:00+01:00")) == "2026-01-01T00:00:00.000000Z"
    assert kind.store(kind.parse("2026-01-01t00:00:00.5z")) == "2026-01-01T00:00:00.500000Z"
    assert len(str(kind.store(datetime(7, 1, 1, tzinfo=UTC)))) == 27


def test_values_of_code_are_held_to_the_rules() -> None:
    """`check` refuses what `parse` would refuse in JSON, and values of another type."""
    for kind, wrong in [
        (Timestamp(), datetime(2026, 1, 1)), (Timestamp(), date(2026, 1, 1)), (CalendarDate(), datetime(2026, 1, 1, tzinfo=UTC)),
        (DecimalNumber(2), Decimal("1.234")), (DecimalNumber(2), 1.5), (DecimalNumber(2), Decimal("NaN")), (DecimalNumber(2), Decimal("1e30")),
        (Duration(0), timedelta(-1)), (Duration(), 5), (Uuid(), "x"), (Enumeration(Color), "red"), (Text(2), "abc"), (ORDER, {"lines": []}),
        (Float(), "1"), (Float(), math.nan), (Float(), True), (TimeOfDay(), clock(9, tzinfo=UTC)), (TimeOfDay(), datetime(2026, 1, 1)), (Binary(2), "AA=="),
        (Binary(2), bytearray(b"a")), (Binary(2), b"abc"), (BigInteger(), 2**63), (BigInteger(), "1"), (BigInteger(), True), (EmailAddress(), "a@b"),
        (ORDER, Order([Line("", Decimal(1))], {})), (DecimalNumber(2), Decimal("1e-999999")),
    ]:
        with pytest.raises(InvalidValue):
            kind.check(wrong)
    assert str(DecimalNumber(2).check(Decimal("1.5"))) == "1.50"


def test_every_fault_of_a_composite_value_has_its_place() -> None:
    """One walk finds them all; a key of the client's choosing is never repeated."""
    with pytest.raises(InvalidValue) as caught:
        ORDER.parse({"lines": [{"sku": "", "price": "1.005"}, {"price": 1, "more": 2}, None], "notes": {"k" * 201: 1}, "zone": 1})
    places = {(part.place, part.rule) for part in caught.value.parts}
    assert places == {
        ("lines.0.sku", "min"), ("lines.0.price", "places"), ("lines.1.sku", "required"), ("lines.1", "unknown"), ("lines.2", "null"),
        ("notes.key 0", "max"), ("notes.value 0", "text"), ("", "unknown"),
    }


def test_json_is_bounded_as_a_whole() -> None:
    """The parts may each be within their bounds; together they have one too."""
    kind = field_type(list[str], {})[0]
    assert kind.parse(["a" * 1000] * 200)
    with pytest.raises(InvalidValue):
        kind.parse(["a" * 1000] * (JSON_MAX // 1000))
    with pytest.raises(InvalidValue):
        field_type(dict[str, int], {})[0].parse({"e\u0301": 1, "\u00e9": 2})


@pytest.mark.parametrize("kind", SCALARS, ids=[type(kind).__name__ for kind in SCALARS])
def test_schemas_carry_their_bounds(kind: FieldType) -> None:
    """Texts have a length and either format, pattern or options; numbers have both ends and a format."""
    schema = kind.schema()
    if schema["type"] == "string":
        assert isinstance(schema["maxLength"], int)
    elif schema["type"] != "boolean":
        assert {"minimum", "maximum", "format"} <= schema.keys()
    assert Float(gt=0.0, lt=1.0).schema() == {"type": "number", "format": "double", "exclusiveMinimum": 0.0, "exclusiveMaximum": 1.0}
    assert nullable_schema(kind, True)["type"] == [schema["type"], "null"]


def test_filters_on_offer() -> None:
    """References are only compared for being the same; isnull needs null; booleans have no order."""
    assert filter_operators(Uuid(), nullable=True, identity=True) == ("eq", "in", "isnull")
    assert filter_operators(Boolean(), nullable=False) == ("eq", "ne")
    assert filter_operators(Text(5), nullable=False) == ("eq", "ne", "lt", "le", "gt", "ge", "in", "prefix")


def test_texts_of_queries() -> None:
    """Each scalar reads its own stored spelling from a query."""
    assert Integer().parse_text("-7") == -7
    assert Boolean().parse_text("false") is False
    assert Duration().parse_text("-1.5") == timedelta(seconds=-1.5)
    assert DecimalNumber(2).parse_text("7") == Decimal("7.00")
    assert Uuid().parse_text("0198A3F0-1111-7222-8333-444455556666") == UUID("0198a3f0-1111-7222-8333-444455556666")
    for kind, text in [(Integer(), "+1"), (Integer(), "1_0"), (Integer(), "01"), (Boolean(), "1"), (Duration(), "1e3"), (Integer(), "９")]:
        with pytest.raises(InvalidValue):
            kind.parse_text(text)
    assert BigInteger().parse_text("-9223372036854775808") == -(2**63)
    assert Float().parse_text("1e-3") == 0.001
    assert TimeOfDay().parse_text("09:30") == clock(9, 30)
    assert Binary(9).parse_text("-_8") == Binary(9).parse_text("+/8=") == b"\xfb\xff"
    for kind, text in [(Float(), "1e999"), (Float(), "nan"), (Float(), "Infinity"), (Float(), ".5"), (Float(), "1_0"), (Binary(1), "A")]:
        with pytest.raises(InvalidValue):
            kind.parse_text(text)


def test_zero_has_one_sign() -> None:
    """-0.0 is taken and kept as 0.0, so that equal values have equal bytes in every answer."""
    for found in (Float().parse(-0.0), Float().parse_text("-0"), Float().check(-0.0), Float().check(-0)):
        assert (type(found), math.copysign(1, found)) == (float, 1.0)


def test_integers_are_floats_in_json_and_in_code() -> None:
    """JSON has one kind of number: 1 is 1.0, and what a browser writes of 1e20 is 1e20."""
    assert Float().parse(1) == 1.0
    assert Float().parse(10**20) == 1e20
    assert Float().dump(Float().check(2)) == 2.0


def test_large_integers_are_strings_in_json() -> None:
    """Whatever their size, so that no client looks; an integer is taken as far as every reader keeps it."""
    assert [BigInteger().dump(value) for value in (0, 2**53, -(2**63))] == ["0", "9007199254740992", "-9223372036854775808"]
    assert BigInteger().parse(2**53 - 1) == 2**53 - 1


def test_stored_times_sort_as_text() -> None:
    """15 characters, whatever the digits of the input; the fold of a clock that is put back is not part of it."""
    kind = TimeOfDay()
    assert [kind.store(kind.parse(text)) for text in ("09:30", "09:30:00", "09:30:00.5")] == ["09:30:00.000000", "09:30:00.000000", "09:30:00.500000"]
    assert kind.check(clock(1, fold=1)).fold == 0


def test_hosts_of_addresses_are_in_lower_case() -> None:
    """The host means the same in either case, so it is kept and looked for in one; what is before the @ is kept as written."""
    assert EmailAddress().parse("Ann.B@Example.COM") == "Ann.B@example.com"
    assert EmailAddress().parse_text("Ann@Exa") == "Ann@exa"
    assert EmailAddress().parse_text("Ann") == "Ann"
    assert Url().parse("https://Example.com/A?b=%2F") == "https://Example.com/A?b=%2F"


def test_lists_keep_their_order_and_name_the_item_that_comes_twice() -> None:
    """`distinct` compares values as they are kept."""
    kind = ListOf(Text(9), 5, distinct=True)
    assert kind.load(kind.store(kind.parse(["b", "a", "c"]))) == ["b", "a", "c"]
    with pytest.raises(InvalidValue) as caught:
        kind.parse(["b", "a", "b"])
    assert [(part.place, part.rule) for part in caught.value.parts] == [("2", "distinct")]
    assert kind.schema()["uniqueItems"] is True
