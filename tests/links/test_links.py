"""Many-to-many relations over the whole path of a request: written, read, kept apart from whom they do not concern."""
from __future__ import annotations

import asyncio
from typing import Any

import pytest
from links_sample import Label, Org, Person, Playlist, PlaylistTrack, Ticket, Track

from bedplate import put
from bedplate.testing import Bed


class World:
    """Two organisations; in the first a chief and an author with a ticket."""

    def __init__(self, bed: Bed) -> None:
        self.bed = bed

    async def begin(self) -> World:
        self.org = await self.bed.make(Org)
        self.other = await self.bed.make(Org)
        self.chief = await self.person(chief=True)
        self.author = await self.person()
        self.ticket = await self.bed.make(Ticket, put(Ticket.org, self.org), put(Ticket.author, self.author))
        return self

    async def person(self, *, chief: bool = False, org: Org | None = None) -> Person:
        return await self.bed.make(Person, put(Person.org, org or self.org), put(Person.chief, chief))

    async def label(self, name: str, *, org: Org | None = None, **more: bool) -> str:
        marks = put(Label.secret, more.get("secret", False)), put(Label.locked, more.get("locked", False))
        made = await self.bed.make(Label, put(Label.org, org or self.org), put(Label.name, name), *marks)
        return str(made.id)

    async def patch(self, who: Person, **body: object) -> Any:
        return await self.bed.client(who).patch(f"/v1/tickets/{self.ticket.id}", **body)

    async def labels(self, who: Person, ticket: object = None) -> Any:
        found = await self.bed.client(who).get(f"/v1/tickets/{ticket or self.ticket.id}", fields="labels(name)")
        assert found.status == 200, found
        names = found.json["data"]["labels"]
        return None if names is None else [one["name"] for one in names]


@pytest.fixture
async def world(bed: Bed) -> World:
    return await World(bed).begin()


# ---- writing over HTTP
async def test_a_row_is_made_with_its_links(world: World) -> None:
    """`"labels": [ids]` in the body of a create; nested reading shows them in the relation's own order."""
    one, two = await world.label("b"), await world.label("a")
    made = await world.bed.client(world.author).post("/v1/tickets", title="t", labels=[one, two])
    assert made.status == 201
    assert await world.labels(world.author, made.json["data"]["id"]) == ["a", "b"]


async def test_an_update_replaces_the_set(world: World) -> None:
    """What is not named goes, what is new comes; without the word nothing changes; the revision grows."""
    one, two, three = [await world.label(name) for name in "abc"]
    first = await world.patch(world.author, labels=[one, two])
    assert first.status == 200
    assert first.json["data"]["label_count"] == 2
    second = await world.patch(world.author, labels=[two, three])
    assert await world.labels(world.author) == ["b", "c"]
    assert first.headers["etag"].split("-")[0] != second.headers["etag"].split("-")[0]
    await world.patch(world.author, title="other")
    assert await world.labels(world.author) == ["b", "c"]
    await world.patch(world.author, labels=[])
    assert await world.labels(world.author) == []


async def test_both_sides_are_one_relation(world: World) -> None:
    """What a label was given shows on the ticket; where only one side is declared, the other can be read under the name of `back`."""
    label = await world.label("a")
    client = world.bed.client(world.chief)
    assert (await client.patch(f"/v1/labels/{label}", tickets=[world.ticket.id])).status == 200
    assert await world.labels(world.author) == ["a"]
    assert (await world.patch(world.chief, watchers=[world.author.id])).status == 200
    seen = await client.get(f"/v1/persons/{world.author.id}", fields="watched(title)")
    assert seen.json["data"]["watched"] == [{"title": world.ticket.title}]
    refused = await world.bed.client(world.author).patch(f"/v1/persons/{world.author.id}", watched=[])
    assert (refused.status, refused.json["details"][0]["rule"]) == (400, "unknown")


async def test_people_who_follow_people(world: World) -> None:
    """A class may be linked to itself; each direction has its name."""
    client = world.bed.client(world.author)
    assert (await client.patch(f"/v1/persons/{world.author.id}", follows=[world.chief.id])).status == 200
    found = (await client.get("/v1/persons", fields="name,follows(id),followers(id)")).json["data"]
    shown = {one["name"]: one for one in found}
    assert shown[world.author.name]["follows"] == [{"id": str(world.chief.id)}]
    assert shown[world.author.name]["followers"] == []
    assert shown[world.chief.name]["followers"] == [{"id": str(world.author.id)}]


@pytest.mark.parametrize(("body", "rule", "place"), [
    ("x", "list", "body.labels"), (None, "null", "body.labels"), (["x"], "uuid", "body.labels.0"), (["@", "@"], "distinct", "body.labels.1"),
    (["@1", "@2", "@3", "@4"], "max", "body.labels"),
])
async def test_a_list_of_keys_is_held_to_its_type(world: World, body: Any, rule: str, place: str) -> None:
    """A list of different keys, at most `max` of them; all else is a 400 with its place."""
    label = await world.label("a")
    keys = [label if one == "@" else str(world.ticket.id)[:-1] + one[1:] if str(one).startswith("@") else one for one in body] if isinstance(body, list) else body
    answer = await world.patch(world.author, labels=keys)
    assert answer.status == 400
    assert [(one["rule"], one["place"]) for one in answer.json["details"]] == [(rule, place)]


# ---- who may
async def test_what_may_not_be_seen_is_linked_like_what_is_not_there(world: World) -> None:
    """A hidden row, one of another tenant and one that never was give the same 400, at their place in the list; nothing is linked."""
    fine, hidden = await world.label("a"), await world.label("s", secret=True)
    foreign = await world.label("f", org=world.other)
    absent = "0198c0de-0000-7000-8000-000000000000"
    answers = []
    for wrong in (hidden, foreign, absent):
        answer = await world.patch(world.author, labels=[fine, wrong])
        assert answer.status == 400
        answers.append(answer.json)
    assert answers[0] == answers[1] == answers[2]
    assert answers[0]["details"][0]["place"] == "body.labels.1"
    assert answers[0]["details"][0]["rule"] == "reference"
    assert await world.labels(world.chief) == []
    assert (await world.patch(world.chief, labels=[hidden])).status == 200


async def test_what_the_writer_cannot_see_is_not_theirs_to_replace(world: World) -> None:
    """A secret label stays when somebody who cannot read it replaces the labels."""
    hidden, fine = await world.label("s", secret=True), await world.label("a")
    await world.patch(world.chief, labels=[hidden])
    assert await world.labels(world.author) == []
    assert (await world.patch(world.author, labels=[fine])).status == 200
    assert await world.labels(world.author) == ["a"]
    assert await world.labels(world.chief) == ["a", "s"]


async def test_linking_is_an_update_of_the_row(world: World) -> None:
    """Who may read a ticket but not update it gets 403; who may not read it 404; If-Match is asked."""
    label = await world.label("a")
    reader, stranger = await world.person(), await world.person()
    assert (await world.patch(world.chief, watchers=[reader.id])).status == 200
    assert (await world.patch(reader, labels=[label])).status == 403
    assert (await world.patch(stranger, labels=[label])).status == 404
    client = world.bed.client(world.author).with_headers({"If-Match": '"77-x"'})
    assert (await client.patch(f"/v1/tickets/{world.ticket.id}", labels=[label])).status == 412


async def test_a_field_rule_guards_the_relation(world: World) -> None:
    """`fields=("watchers",)` narrows who may write them, in create the same; and on the other side it is asked of each row there."""
    assert (await world.patch(world.author, watchers=[world.author.id])).status == 403
    locked = await world.label("a", locked=True)
    client = world.bed.client(world.chief)
    assert (await client.patch(f"/v1/labels/{locked}", tickets=[world.ticket.id])).status == 403
    assert (await world.patch(world.chief, labels=[locked])).status == 403
    assert await world.labels(world.chief) == []


async def test_what_is_locked_is_not_taken_away_either(world: World) -> None:
    """Replacing a set takes rows out of it: the rule of the other side is asked of those, too."""
    label = await world.label("a")
    await world.patch(world.author, labels=[label])
    client = world.bed.client(world.chief)
    assert (await client.patch(f"/v1/labels/{label}", locked=True)).status == 200
    assert (await world.patch(world.author, labels=[])).status == 403
    assert await world.labels(world.author) == ["a"]


async def test_a_relation_that_may_not_be_read_is_null_from_here_and_empty_from_there(world: World) -> None:
    """The rule about `labels` of a ticket holds for the tickets of a label as well: neither side tells."""
    label = await world.label("a")
    await world.patch(world.author, labels=[label], quiet=True)
    assert await world.labels(world.author) is None
    assert await world.labels(world.chief) == ["a"]
    for who, expected in ((world.author, []), (world.chief, [{"title": world.ticket.title}])):
        seen = await world.bed.client(who).get(f"/v1/labels/{label}", fields="tickets(title)")
        assert seen.json["data"]["tickets"] == expected
    counted = (await world.bed.client(world.author).get(f"/v1/tickets/{world.ticket.id}", fields="label_count")).json["data"]
    assert counted == {"label_count": None}


async def test_a_policy_over_links_opens_rows(world: World) -> None:
    """`cls.watchers.any(...)`: whoever watches a ticket can read it, and no longer when the link is gone."""
    reader = await world.person()
    path = f"/v1/tickets/{world.ticket.id}"
    assert (await world.bed.client(reader).get(path)).status == 404
    await world.patch(world.chief, watchers=[reader.id])
    assert (await world.bed.client(reader).get(path)).status == 200
    await world.patch(world.chief, watchers=[])
    assert (await world.bed.client(reader).get(path)).status == 404


async def test_counts_are_of_what_may_be_seen(world: World) -> None:
    """A computed field over links counts as if hidden rows were not there."""
    hidden, fine = await world.label("s", secret=True), await world.label("a")
    await world.patch(world.chief, labels=[hidden, fine])
    for who, expected in ((world.author, 1), (world.chief, 2)):
        answer = await world.bed.client(who).get(f"/v1/tickets/{world.ticket.id}")
        assert answer.json["data"]["label_count"] == expected


async def test_a_check_may_speak_of_links(world: World) -> None:
    """It is asked when only links are written."""
    assert (await world.patch(world.chief, title="silent")).status == 200
    refused = await world.patch(world.chief, watchers=[world.author.id])
    assert (refused.status, refused.code) == (409, "NOBODY_WATCHES_A_SILENT_ONE")


# ---- how many
async def test_no_side_holds_more_than_its_max(world: World) -> None:
    """Those that the writer cannot see count, and the other side's `max` is asked as well."""
    hidden, *others = [await world.label("s", secret=True), *[await world.label(name) for name in "abc"]]
    await world.patch(world.chief, labels=[hidden])
    refused = await world.patch(world.author, labels=others)
    assert (refused.status, refused.code) == (409, "TOO_MANY_LINKED")
    detail = refused.json["details"][0]
    assert (detail["place"], detail["rule"], detail["parameters"]) == ("body.labels", "max", {"max": 3})
    for number in range(5):
        made = await world.bed.client(world.author).post("/v1/tickets", title=f"t{number}", labels=[others[0]])
        assert made.status == (201 if number < 4 else 409)


async def test_a_race_for_the_last_place_has_one_winner(world: World) -> None:
    """Many add one label each at the same time by an action; the ticket never has more than three."""
    names = "abcdefgh"
    keys = [await world.label(name) for name in names]
    path = f"/v1/tickets/{world.ticket.id}/relabel"
    answers = await asyncio.gather(*(world.bed.client(world.author).post(path, label=key) for key in keys))
    assert sorted(one.status for one in answers) == [200] * 3 + [409] * 5
    assert len(await world.labels(world.chief)) == 3


# ---- in code
async def test_code_adds_and_removes(world: World) -> None:
    """`.add` and `.remove` are one write of the row, under the right to the action; what is linked already stays so."""
    one, two = await world.label("a"), await world.label("b")
    client = world.bed.client(world.author)
    path = f"/v1/tickets/{world.ticket.id}/relabel"
    assert (await client.post(path, label=one)).status == 200
    assert (await client.post(path, label=one)).status == 200
    assert await world.labels(world.author) == ["a"]
    assert (await client.post(path, label=two, instead_of=one)).status == 200
    assert await world.labels(world.author) == ["b"]


# ---- the end of rows
async def test_links_go_with_either_row(world: World) -> None:
    """A ticket that is deleted leaves its labels, which may be deleted too."""
    label = await world.label("a")
    await world.patch(world.author, labels=[label])
    assert (await world.bed.client(world.author).delete(f"/v1/tickets/{world.ticket.id}")).status == 204
    seen = await world.bed.client(world.chief).get(f"/v1/labels/{label}", fields="name,tickets(title)")
    assert seen.json["data"] == {"name": "a", "tickets": []}


# ---- links that are rows
async def test_links_with_fields_of_their_own(world: World) -> None:
    """`through=`: rows of a declared resource are the links, under its own rules; one that may not be read links nothing, and a row that
    is linked twice shows once."""
    playlist, track, other = await world.bed.make(Playlist), await world.bed.make(Track), await world.bed.make(Track)
    for place, one, public in ((1, track, True), (2, track, True), (3, other, False)):
        await world.bed.make(PlaylistTrack, put(PlaylistTrack.playlist, playlist), put(PlaylistTrack.track, one), put(PlaylistTrack.place, place),
                             put(PlaylistTrack.public, public))
    client = world.bed.client(world.author)
    seen = await client.get(f"/v1/playlists/{playlist.id}", fields="tracks(id),entries(place)")
    assert seen.json["data"] == {"tracks": [{"id": track.id}], "entries": [{"place": 1}, {"place": 2}]}
    for one, expected in ((track, [{"id": playlist.id}]), (other, [])):
        back = await client.get(f"/v1/tracks/{one.id}", fields="playlists(id)")
        assert back.json["data"]["playlists"] == expected
    refused = await client.patch(f"/v1/playlists/{playlist.id}", tracks=[track.id])
    assert (refused.status, refused.json["details"][0]["rule"]) == (400, "unknown")


async def test_keys_that_the_database_makes(world: World) -> None:
    """A row whose key is not known before it is written takes links with it all the same."""
    track = await world.bed.make(Track)
    made = await world.bed.client(world.author).post("/v1/playlists", name="p", favourites=[track.id])
    assert made.status == 201
    seen = await world.bed.client(world.author).get(f"/v1/playlists/{made.json['data']['id']}", fields="favourites(id)")
    assert seen.json["data"]["favourites"] == [{"id": track.id}]
