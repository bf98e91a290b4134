"""What a client without a socket sends and shows: values as the API takes them, answers in words."""
from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import msgspec
import pytest
from bed_sample import Grade, Job, Size, Worker

import bedplate
from bedplate import put
from bedplate import testing as testing_package
from bedplate.testing import Bed


async def test_python_values_are_sent_as_the_api_takes_them(bed: Bed) -> None:
    """Enumerations, decimals, lengths of time with parts of a second, dates and objects come back as they were given."""
    author = await bed.make(Worker, put(Worker.grade, Grade.MASTER))
    client = bed.client(author)
    template = await bed.make(Job, put(Job.workshop, author.workshop), put(Job.author, author))
    made = await client.post(
        "/v1/jobs", title="a", number="AB-001", size=Size.LARGE, price=Decimal("2.50"), due=template.due,
        length=timedelta(seconds=1, milliseconds=500), boxes=[{"width": 1, "label": "x"}], contact="a@example.com", page="https://example.com/",
    )  # fmt: skip
    assert made.status == 201, made
    found = made.json["data"]
    assert (found["size"], found["price"], found["length"], found["author"]) == ("large", "2.50", 1.5, str(author.id))


async def test_a_query_takes_python_values(bed: Bed) -> None:
    """A truth value, a text with a comma, a reference, and an instant; what has no place in a query is an error of the test."""
    job = await bed.make(Job)
    client = bed.client(await job.author)
    listed = await client.get("/v1/jobs", fields="id,title", limit=5, id=[job])
    assert [one["id"] for one in listed.json["data"]] == [str(job.id)]
    for value in (True, "a,b", Grade.MASTER, Decimal("1.5"), datetime(2026, 1, 5, tzinfo=UTC)):
        refused = await client.get("/v1/jobs", nothing=value)
        assert [(one["place"], one["rule"]) for one in refused.json["details"]] == [("query.nothing", "unknown")]
    with pytest.raises(TypeError, match="a object has no place in a query"):
        await client.get("/v1/jobs", nothing=object())


async def test_a_refusal_holds_no_data(bed: Bed) -> None:
    """A test that reads the data of a refusal is told what was refused, and of data in another shape what does not fit."""
    job = await bed.make(Job)
    refused = await bed.client().get(f"/v1/jobs/{job.id}")
    with pytest.raises(AssertionError, match="401 UNAUTHENTICATED"):
        refused.data(dict[str, object])
    answered = await bed.client(await job.author).get(f"/v1/jobs/{job.id}")
    with pytest.raises(msgspec.ValidationError):
        answered.data(list[int])


async def test_a_body_above_the_limit_is_refused_like_on_a_socket(bed: Bed) -> None:
    """413, before anything of it is read."""
    job = await bed.make(Job)
    answer = await bed.client(await job.author).patch(f"/v1/jobs/{job.id}", title="x" * 2_000_000)
    assert (answer.status, answer.code) == (413, "PAYLOAD_TOO_LARGE")


async def test_a_page_is_an_answer_without_a_code(bed: Bed) -> None:
    """HEAD has no body; what is not JSON has no code."""
    head = await bed.client().send("HEAD", "/livez")
    assert (head.status, head.body, head.code) == (200, b"", "")
    page = await bed.client().get("/docs/errors")
    assert page.headers["content-type"].startswith("text/html") and page.code == ""


def test_misspelt_names_of_the_packages_are_told() -> None:
    """Their names are found when they are asked for: a wrong one is an AttributeError, and `dir` knows the right ones."""
    with pytest.raises(AttributeError, match="'bedplate' has no attribute 'Resorce'"):
        bedplate.Resorce  # type: ignore[attr-defined]
    with pytest.raises(AttributeError, match="has no attribute 'Bedd'"):
        testing_package.Bedd
    assert {"App", "Resource", "allow"} <= set(dir(bedplate))
