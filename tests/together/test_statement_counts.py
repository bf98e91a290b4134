"""How many statements SQLite runs for searches, links, groups and paths, for many rows, for rows with their parts and for numbers."""
from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from tests.storage.helpdesk_bed import watched
from tests.together.everything import Person

from bedplate import put
from bedplate.testing import Answer, Bed, Client

_OUR_OWN = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK", "PRAGMA", "--")  # a group's frame, and what a trigger runs within a statement


@pytest.fixture
def seen() -> Iterator[list[str]]:
    found: list[str] = []
    with watched(found):
        yield found


class Counting:
    """A caller whose calls are counted; the first of a shape is planned and not looked at."""

    def __init__(self, client: Client, seen: list[str]) -> None:
        self._client = client
        self._seen = seen

    async def send(self, method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, Answer]:
        self._seen.clear()
        answer = await self._client.send(method, path, body=body, headers={name.replace("_", "-"): value for name, value in headers.items()})
        assert answer.status < 300, answer
        return len([one for one in self._seen if not one.startswith(_OUR_OWN)]), answer


@pytest.fixture
async def chief(seen: list[str], bed: Bed) -> AsyncIterator[Counting]:
    yield Counting(bed.client(await bed.make(Person, put(Person.chief, True))), seen)


async def stocked(chief: Counting) -> dict[str, Any]:
    """Five items with labels and pieces."""
    _, labels = await chief.send("POST", "/v1/labels/bulk", b'{"create":[{"name":"red"},{"name":"blue"}]}')
    red = labels.json["data"]["create"][0]["id"]
    for number in range(5):
        _, item = await chief.send("POST", "/v1/items", b'{"code":"A%d","title":"red thing","labels":["%s"],"pieces":[{"name":"a"},{"name":"b"}]}' % (number, red.encode()))
    return {"red": red, "item": item.json["data"]["id"]}


READS = (
    "/v1/items?q=red%20th", "/v1/items?labels.any=(name=red)", "/v1/items?labels.none=()", "/v1/items?or=(code=A1,whole.code=A2)", "/v1/items?keeper.name=Ana&sort=title",
    "/v1/items?fields=code,labels(name,items(code)),pieces(name),inside(code)", "/v1/items?q=red&labels.any=(name=red)&inside.none=()&count=exact", "/v1/items?deleted=true",
    "/v1/items/aggregate?group=title&measures=count,sum(twice)&q=red", "/v1/items/aggregate?measures=count&labels.any=(name=red)", "/v1/pieces?item.title.prefix=red&q=a",
)


async def test_a_read_is_one_statement_whatever_it_asks(chief: Counting) -> None:
    """Search, links, groups, paths, relations, counts, figures, deleted rows: each alone and all together."""
    await stocked(chief)
    for path in READS:
        await chief.send("GET", path)
        assert (await chief.send("GET", path))[0] == 1, path


async def test_a_search_finds_in_that_statement(chief: Counting) -> None:
    """What was counted did find something."""
    await stocked(chief)
    assert len((await chief.send("GET", "/v1/items?q=red%20th&labels.any=(name=red)"))[1].json["data"]) == 5


@pytest.mark.parametrize("rows", [2, 10])
async def test_many_rows_share_their_looks(chief: Counting, rows: int) -> None:
    """Beside a step for each row there are as many statements for ten as for two: the caller, a look before (of changes), the words that are
    kept, a look after, what is shown."""
    counted: list[dict[str, int]] = []
    for start in (100, 200):  # the second is what is looked at
        found: dict[str, int] = {}
        found["create"], made = await chief.send(
            "POST", "/v1/labels/bulk", b'{"create":[%s]}' % b",".join(b'{"name":"n%d"}' % (start + n) for n in range(rows)))
        ids = [one["id"].encode() for one in made.json["data"]["create"]]
        found["update"], _ = await chief.send(
            "POST", "/v1/labels/bulk", b'{"update":[%s]}' % b",".join(b'{"id":"%s","name":"m%d"}' % (one, start + n) for n, one in enumerate(ids)))
        found["none by filter"], _ = await chief.send("PATCH", "/v1/labels?name=nowhere", b'{"name":"x"}', prefer="max-affected=20")
        found["delete"], _ = await chief.send("POST", "/v1/labels/bulk", b'{"delete":[%s]}' % b",".join(b'"%s"' % one for one in ids))
        counted.append(found)
    assert counted[1] == {"create": 4 + rows, "update": 5 + rows, "none by filter": 4, "delete": 1 + rows}


async def test_a_row_with_its_parts(chief: Counting) -> None:
    """Each part has three: its number, INSERT and the look at it; and there is one for the words of all of them. A number is one more of a row alone."""
    await stocked(chief)
    counted: dict[str, int] = {}
    for code in (b"C1", b"C2"):
        counted["create alone"], item = await chief.send("POST", "/v1/items", b'{"code":"%s"}' % code)
        counted["create with two"], _ = await chief.send("POST", "/v1/items", b'{"code":"D%s","pieces":[{"name":"a"},{"name":"b"}]}' % code[1:])
        path = f"/v1/items/{item.json['data']['id']}"
        counted["change alone"], _ = await chief.send("PATCH", path, b'{"amount":1}')
        counted["change with two"], _ = await chief.send("PATCH", path, b'{"pieces":{"create":[{"name":"a"},{"name":"b"}]}}')
        counted["bill"], _ = await chief.send("POST", "/v1/bills", b"{}")
        counted["put by a set"], _ = await chief.send("PUT", "/v1/items", b'{"code":"%s"}' % code)
    assert counted == {
        "create alone": 4, "create with two": 4 + 2 * 3 + 1, "change alone": 3, "change with two": 3 + 2 * 3 + 1, "bill": 4,
        "put by a set": 9,  # the caller, the row with this code; its fields that are judged; then a change with links and words
    }
