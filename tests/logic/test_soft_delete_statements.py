"""What softly deleted rows cost: the statements that SQLite reports over the whole path of a request, and the indexes that they take."""
from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import apsw
import pytest

from bedplate import App, put
from bedplate.storage.ddl import create_index, create_table
from bedplate.storage.schema import schema
from bedplate.testing import Bed

from .bin_sample import Person, Project, Task, app


@pytest.fixture
def bedplate_app() -> App:
    return app


@pytest.fixture
def seen() -> Iterator[list[str]]:
    """Every statement on connections that are opened from now on."""
    found: list[str] = []

    def watch(connection: apsw.Connection) -> None:
        connection.trace_v2(apsw.SQLITE_TRACE_PROFILE, lambda event: found.append(event["sql"]))

    apsw.connection_hooks.append(watch)
    yield found
    apsw.connection_hooks.remove(watch)


def plan_of(text: str) -> str:
    """EXPLAIN QUERY PLAN in an empty database of the sample."""
    database = apsw.Connection(":memory:")
    known = schema(app.contract)
    for statement in (*map(create_table, known.tables), *map(create_index, known.indexes)):
        database.execute(statement)
    return "\n".join(str(row[3]) for row in database.execute(f"EXPLAIN QUERY PLAN {text}", (None,) * text.count("?")))


async def told(seen: list[str], call: Any) -> list[str]:
    """The statements about the sample's own rows."""
    seen.clear()
    answer = await call
    assert answer.status < 300, answer
    return [one for one in seen if '"project"' in one or '"task"' in one or '"note"' in one or '"stamp"' in one]


LIVE = ("project__name__id__live", "project_name_once")  # a unique set serves as well


@pytest.mark.parametrize(("query", "indexes"), [("", LIVE), ("name=a", LIVE), ("sort=-name", LIVE), ("deleted=true", ("project__name__id__deleted",))])
async def test_a_list_is_one_statement_that_takes_an_index_of_its_rows(seen: list[str], bed: Bed, query: str, indexes: tuple[str, ...]) -> None:
    """Of those that are there, or of the deleted: neither goes through the others."""
    client = bed.client(await bed.make(Person, put(Person.keeper, True)))
    await client.get(f"/v1/projects?{query}")
    (text,) = await told(seen, client.get(f"/v1/projects?{query}"))
    plan = plan_of(text)
    assert any(f"INDEX {one}" in plan for one in indexes), plan
    assert "TEMP B-TREE" not in plan


async def test_a_nested_list_takes_the_index_of_its_live_rows(seen: list[str], bed: Bed) -> None:
    """Found by the parent, in order."""
    client = bed.client(await bed.make(Person))
    project = await bed.make(Project)
    path = f"/v1/projects/{project.id}?fields=tasks(title,notes)"
    await client.get(path)
    (text,) = await told(seen, client.get(path))
    plan = plan_of(text)
    assert "task__project__title__id__live" in plan or "task_title_once" in plan, plan
    assert "TEMP B-TREE" not in plan and "SCAN r" not in plan


async def test_what_goes_along_is_found_by_indexes(seen: list[str], bed: Bed) -> None:
    """A deletion is one look, one mark, and one more for each way down on each level where there were rows; a restore likewise."""
    client = bed.client(await bed.make(Person, put(Person.keeper, True)))
    project = await bed.make(Project)
    for _ in range(2):
        await bed.make(Task, put(Task.project, project))
    deletion = await told(seen, client.delete(f"/v1/projects/{project.id}"))
    assert len(deletion) == 2 + 3 + 1  # tasks and stamps (by two references), then notes
    restored = await told(seen, client.post(f"/v1/projects/{project.id}/restore"))
    assert len(restored) == 2 + 2 * 3 + 4 + 1  # look and mark; tasks, stamps and notes until nothing moves; what is handed over; the answer
    for text in (*deletion, *restored):
        assert "SCAN task" not in (plan := plan_of(text)) and "SCAN note" not in plan and "SCAN stamp" not in plan and "SCAN r1" not in plan, (text, plan)


async def test_a_row_without_marks_costs_what_it_did(seen: list[str], bed: Bed) -> None:
    """Nothing of it is in the statements of resources that are not deleted softly."""
    client = bed.client(await bed.make(Person))
    await client.get("/v1/labels")
    seen.clear()
    await client.get("/v1/labels")
    assert not any("deleted_at" in one for one in seen)
