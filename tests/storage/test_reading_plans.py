"""What filters across relations, groups and counts come to in SQL: one statement, indexes where there are any, a thread of their own."""
from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import quote

import pytest
from helpdesk_bed import Helpdesk, helpdesk

QUERIES = [
    "author.role=agent", "author.role.in=agent,admin&sort=author.name", "or=(status=open,and(priority=low,not(author.role=agent)))",
    "count=capped", "count=capped&limit=1&status=open", "assignee.role.isnull=true", "sort=-author.name",
]


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Helpdesk]:
    found = helpdesk(tmp_path)
    yield found
    await found.running.stop()


@pytest.mark.parametrize("query", QUERIES)
async def test_it_is_one_statement_on_a_reader_thread(desk: Helpdesk, query: str) -> None:
    """The count included; never on the loop's thread, since an index alone does not bound the rows that are looked at."""
    who = desk.person("admin")
    await desk.send("GET", "/v1/tickets", query, who=who)
    found = await desk.send("GET", "/v1/tickets", query, who=who)
    assert (found.status, len(found.statements)) == (200, 1), found
    plans = [one.plan for one in desk.running.store._selections.shapes._known.values() if one.plan is not None]
    plans += list(desk.running.store._selections._variants._known.values())
    assert {one.lane((20,) * 9) for one in plans} == {"reader"}


async def test_a_page_back_is_a_search(desk: Helpdesk) -> None:
    """The index is entered at the cursor and read the other way round; the loop's own thread answers."""
    who = desk.person("admin")
    for query in ("limit=2", "limit=2&sort=priority", "limit=2&sort=-due_at", "limit=2&status=open"):
        first = await desk.send("GET", "/v1/tickets", query, who=who)
        second = await desk.send("GET", "/v1/tickets", f"{query}&cursor={quote(first.json['page']['next'])}", who=who)
        back = await desk.send("GET", "/v1/tickets", f"{query}&cursor={quote(second.json['page']['previous'])}", who=who)
        lines = desk.running.database.explain(back.statements[-1])
        assert [one for one in lines if "SCAN" in one or "TEMP B-TREE" in one or "AUTOMATIC" in one] == [], query


async def test_a_field_of_another_row_is_found_by_its_index(desk: Helpdesk) -> None:
    """Neither table is read from end to end."""
    found = await desk.send("GET", "/v1/tickets", "author.role=agent", who=desk.person("admin"))
    lines = desk.running.database.explain(found.statements[-1])
    assert [one for one in lines if "SCAN" in one or "AUTOMATIC" in one] == []
    assert any("ticket__org__author" in one or ("person" in one and "USING INDEX" in one) for one in lines), lines
