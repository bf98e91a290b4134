"""Rows that are deleted softly: what is left of them for readers, what goes and returns with them, and who brings them back."""
from __future__ import annotations

from typing import Any

import pytest

from bedplate import App, put
from bedplate.testing import Bed

from .bin_sample import Label, Note, Person, Project, Stamp, Task, app


@pytest.fixture
def bedplate_app() -> App:
    return app


async def _people(bed: Bed) -> tuple[Any, Any]:
    """Somebody, and the keeper."""
    return bed.client(await bed.make(Person)), bed.client(await bed.make(Person, put(Person.keeper, True)))


async def _names(client: Any, path: str) -> list[str]:
    answer = await client.get(path)
    assert answer.status == 200, answer
    return [row["name"] for row in answer.json["data"]]


async def test_a_deleted_row_is_not_there_for_any_read(bed: Bed) -> None:
    """Not by its key, not in a list, a filter or a nested list, and not for a second deletion; a change of it is 404."""
    client, _ = await _people(bed)
    project = await bed.make(Project, put(Project.name, "a"))
    task = await bed.make(Task, put(Task.project, project))
    assert (await client.delete(f"/v1/tasks/{task.id}")).status == 204
    for answer in (
        await client.get(f"/v1/tasks/{task.id}"), await client.patch(f"/v1/tasks/{task.id}", title="b"), await client.delete(f"/v1/tasks/{task.id}"),
        await client.get(f"/v1/tasks/{task.id}/notes/{task.id}"),
    ):
        assert answer.status == 404, answer
    assert (await client.get("/v1/tasks")).json["data"] == []
    assert (await client.get(f"/v1/tasks?project={project.id}")).json["data"] == []
    assert (await client.get(f"/v1/projects/{project.id}?fields=tasks")).json["data"] == {"tasks": []}


async def test_sums_rules_and_ways_leave_deleted_rows_out(bed: Bed) -> None:
    """A count over a relation, a computed field over a reference, a check that counts."""
    person = await bed.make(Person)
    client = bed.client(person)
    project = await bed.make(Project, put(Project.name, "a"))
    tasks = [await bed.make(Task, put(Task.project, project), put(Task.owner, person)) for _ in range(2)]
    label = await bed.make(Label, put(Label.project, project))
    body = {"project": str(project.id), "title": "third"}
    assert (await client.post("/v1/tasks", **body)).code == "FEW"
    await client.delete(f"/v1/tasks/{tasks[0].id}")
    assert (await client.get(f"/v1/persons/{person.id}?fields=busy")).json["data"] == {"busy": 1}
    assert (await client.post("/v1/tasks", **body)).status == 201
    assert (await client.post(f"/v1/tasks/{tasks[0].id}/restore")).code == "FEW"
    await client.delete(f"/v1/projects/{project.id}")
    shown = (await client.get(f"/v1/labels/{label.id}?fields=project")).json["data"]
    assert shown == {"project": str(project.id)}
    assert (await client.get(f"/v1/labels/{label.id}?fields=project(name)")).json["data"] == {"project": None}


async def test_nothing_new_can_refer_to_a_deleted_row(bed: Bed) -> None:
    """As if it were not there."""
    client, _ = await _people(bed)
    project = await bed.make(Project)
    await client.delete(f"/v1/projects/{project.id}")
    answer = await client.post("/v1/labels", project=str(project.id), text="a")
    assert (answer.status, answer.json["details"][0]["rule"]) == (400, "reference")


async def test_children_go_and_return_with_their_parent(bed: Bed) -> None:
    """Parts of parts too; what was deleted before by itself stays deleted, and only that has a way back of its own."""
    client, keeper = await _people(bed)
    project = await bed.make(Project)
    before, along = [await bed.make(Task, put(Task.project, project)) for _ in range(2)]
    note = await bed.make(Note, put(Note.task, along))
    await client.delete(f"/v1/tasks/{before.id}")
    await client.delete(f"/v1/projects/{project.id}")
    for path in (f"tasks/{along.id}", f"notes/{note.id}"):
        assert (await client.get(f"/v1/{path}")).status == 404
    assert (await keeper.post(f"/v1/tasks/{along.id}/restore")).code == "PARENT_DELETED"
    assert (await keeper.post(f"/v1/tasks/{before.id}/restore")).code == "PARENT_DELETED"
    answer = await keeper.post(f"/v1/projects/{project.id}/restore")
    assert (answer.status, answer.json["data"]["deleted_at"]) == (200, None)
    assert (await client.get(f"/v1/tasks/{along.id}?fields=notes(text)")).json["data"]["notes"] != []
    assert (await client.get(f"/v1/tasks/{before.id}")).status == 404
    assert (await client.post(f"/v1/tasks/{before.id}/restore")).status == 200


async def test_a_part_without_soft_delete_of_its_own_is_deleted_for_good(bed: Bed) -> None:
    """Only what goes with a parent returns."""
    client, _ = await _people(bed)
    note = await bed.make(Note)
    assert (await client.delete(f"/v1/notes/{note.id}")).status == 204
    assert (await client.get(f"/v1/notes/{note.id}")).status == 404
    with pytest.raises(LookupError):
        await bed.read(note, Note.id)


async def test_what_hangs_on_two_rows_returns_when_both_are_there(bed: Bed) -> None:
    """In whichever order they come back."""
    client, keeper = await _people(bed)
    one, two = await bed.make(Project), await bed.make(Project)
    stamp = await bed.make(Stamp, put(Stamp.one, one), put(Stamp.two, two))
    for project in (one, two):
        await client.delete(f"/v1/projects/{project.id}")
    await keeper.post(f"/v1/projects/{one.id}/restore")
    assert (await client.get(f"/v1/stamps/{stamp.id}")).status == 404
    await keeper.post(f"/v1/projects/{two.id}/restore")
    assert (await client.get(f"/v1/stamps/{stamp.id}")).status == 200


async def test_unique_sets_ignore_deleted_rows_and_a_restore_may_be_409(bed: Bed) -> None:
    """Which names the fields, of the row and of what would return with it."""
    client, keeper = await _people(bed)
    project = await bed.make(Project, put(Project.name, "a"))
    task = await bed.make(Task, put(Task.project, project), put(Task.title, "t"))
    await client.delete(f"/v1/tasks/{task.id}")
    other = await client.post("/v1/tasks", project=str(project.id), title="t")
    assert other.status == 201
    refused = await client.post(f"/v1/tasks/{task.id}/restore")
    assert (refused.code, [one["place"] for one in refused.json["details"]]) == ("TITLE_ONCE", ["row.project", "row.title"])
    await client.delete(f"/v1/projects/{project.id}")
    assert (await client.post("/v1/projects", name="a")).status == 201
    refused = await keeper.post(f"/v1/projects/{project.id}/restore")
    assert (refused.code, [one["place"] for one in refused.json["details"]]) == ("NAME_ONCE", ["row.name"])
    assert (await client.get(f"/v1/projects/{project.id}")).status == 404


async def test_restore_and_purge_have_rules_of_their_own(bed: Bed) -> None:
    """Who may neither does not learn of a deleted row; who may one of them is told that the other is not allowed; a live row is neither
    restored nor purged."""
    client, keeper = await _people(bed)
    project, closed = await bed.make(Project), await bed.make(Project, put(Project.closed, True))
    for verb in (keeper.post, client.post):
        assert (await verb(f"/v1/projects/{project.id}/restore")).code == ("NOT_DELETED" if verb == keeper.post else "FORBIDDEN")
    assert (await keeper.delete(f"/v1/projects/{project.id}/purge")).code == "NOT_DELETED"
    for one in (project, closed):
        await client.delete(f"/v1/projects/{one.id}")
        assert (await client.post(f"/v1/projects/{one.id}/restore")).status == 404
        assert (await client.delete(f"/v1/projects/{one.id}/purge")).status == 404
    assert (await keeper.post(f"/v1/projects/{closed.id}/restore")).status == 403
    assert (await keeper.delete(f"/v1/projects/{closed.id}/purge")).status == 204
    assert (await keeper.delete(f"/v1/projects/{closed.id}/purge")).status == 404
    task = await bed.make(Task)
    assert (await client.delete(f"/v1/tasks/{task.id}/purge")).status == 403
    assert (await bed.client(None).post(f"/v1/projects/{project.id}/restore")).status == 401


async def test_purge_is_stopped_by_what_still_refers_and_takes_what_hangs_on(bed: Bed) -> None:
    """As a deletion without soft_delete would be."""
    client, keeper = await _people(bed)
    label = await bed.make(Label)
    project = (await client.get(f"/v1/labels/{label.id}")).json["data"]["project"]
    task = (await client.post("/v1/tasks", project=project, title="t")).json["data"]["id"]
    assert (await client.delete(f"/v1/projects/{project}")).status == 204
    assert (await keeper.delete(f"/v1/projects/{project}/purge")).code == "STILL_REFERENCED"
    other = await bed.make(Project)
    await client.patch(f"/v1/labels/{label.id}", project=str(other.id))
    assert (await keeper.delete(f"/v1/projects/{project}/purge")).status == 204
    assert (await keeper.post(f"/v1/tasks/{task}/restore")).status == 404


async def test_the_list_of_the_deleted_is_for_who_may_bring_them_back(bed: Bed) -> None:
    """Row by row; who never may is refused. Filters, sorts and pages work in it, and it says when."""
    client, keeper = await _people(bed)
    projects = [await bed.make(Project, put(Project.name, name)) for name in "abc"]
    for one in projects[:2]:
        await client.delete(f"/v1/projects/{one.id}")
    assert await _names(keeper, "/v1/projects?deleted=true&sort=-name") == ["b", "a"]
    assert await _names(keeper, "/v1/projects?deleted=true&name=a") == ["a"]
    assert await _names(keeper, "/v1/projects?deleted=false") == ["c"]
    assert await _names(client, "/v1/projects?deleted=true") == []  # a rule may open it to this kind of account
    page = await keeper.get("/v1/projects?deleted=true&limit=1")
    assert page.json["data"][0]["deleted_at"] is not None
    assert await _names(keeper, f"/v1/projects?deleted=true&limit=1&cursor={page.next}") == ["b"]
    for path in ("/v1/labels?deleted=true", "/v1/projects?deleted=yes", "/v1/notes?deleted=true", "/v1/projects?fields=tasks&tasks.deleted=true"):
        assert (await keeper.get(path)).status == 400, path


async def test_code_leaves_deleted_rows_out_unless_it_asks(bed: Bed) -> None:
    """Deletion of a set, restoring as the caller, purging as the application; a caller's own queries find what they may bring back."""
    client, keeper = await _people(bed)
    project = await bed.make(Project, put(Project.name, "a"), put(Project.points, 4))

    async def call(who: Any, action: str, **body: str) -> Any:
        return await who.post(f"/v1/projects/{action}", **body)

    assert (await call(keeper, "known")).json["data"] == 11
    assert (await call(client, "drop", name="a")).status == 200
    assert (await call(keeper, "known")).json["data"] == 1
    assert (await call(client, "known")).json["data"] == 0
    assert (await call(client, "bring-back", name="a")).status == 404
    assert (await call(keeper, "bring-back", name="a")).status == 200
    assert (await client.get(f"/v1/projects/{project.id}")).json["data"]["points"] == 5
    assert (await call(keeper, "bring-back", name="a")).code == "NOT_DELETED"
    assert (await call(client, "drop", name="a")).status == 200
    assert (await call(client, "end", name="a")).status == 200
    assert (await call(keeper, "known")).json["data"] == 0


async def test_a_restore_keeps_preconditions_and_repeats(bed: Bed) -> None:
    """If-Match compares the revision of the deleted row; an Idempotency-Key makes a repeat harmless."""
    client, keeper = await _people(bed)
    project = await bed.make(Project)
    await client.delete(f"/v1/projects/{project.id}")
    path = f"/v1/projects/{project.id}/restore"
    assert (await keeper.send("POST", path, headers={"If-Match": '"1-0"'})).status == 412
    first = await keeper.send("POST", path, headers={"If-Match": '"2-0"', "Idempotency-Key": "k"})
    again = await keeper.send("POST", path, headers={"If-Match": '"2-0"', "Idempotency-Key": "k"})
    assert (first.status, again.status, first.body) == (200, 200, again.body)
    assert (await keeper.post(path, name="b")).status == 400


async def test_a_part_of_a_deleted_whole_is_not_there_whenever_it_was_made(bed: Bed) -> None:
    """Even where every row of the whole's kind may be read, and the application made the part after the deletion."""
    client, _ = await _people(bed)
    task = await bed.make(Task)
    await client.delete(f"/v1/tasks/{task.id}")
    note = await bed.make(Note, put(Note.task, task))
    assert (await client.get(f"/v1/notes/{note.id}")).status == 404
    assert (await client.patch(f"/v1/notes/{note.id}", text="b")).status == 404
    assert (await client.get("/v1/notes")).json["data"] == []
