"""The recorded contract is met to the byte, documented as it is, and its rules hold where no recording asks."""
from __future__ import annotations

from typing import Any

import jsonschema_rs
import pytest
from forum.app import Member, Post, Thread, app
from forum.recorded import Exchange, exchanges

from bedplate import App, put
from bedplate.testing import Answer, Bed, Client
from bedplate.tools.inspect import picture


async def replayed(bed: Bed) -> list[tuple[Exchange, Answer]]:
    """Everybody keeps their cookies, as browsers do. One moderator was made by an operator."""
    mod = await bed.make(Member, put(Member.nick, "mod"), put(Member.moderator, True))
    clients: dict[str, Client] = {"mod": bed.client(mod)}
    found: list[tuple[Exchange, Answer]] = []
    for one in exchanges():
        client = clients.setdefault(one.who, bed.client()) if one.who != "nobody" else bed.client()
        found.append((one, await client.send(one.method, one.path, body=one.sent, headers=one.sent_headers)))
    return found


def fits(expected: str, found: str) -> bool:
    """Equal, with `*` for what is another each time."""
    before, star, after = expected.partition("*")
    return found.startswith(before) and found.endswith(after) if star else found == expected


async def test_the_recorded_contract_is_met(bed: Bed) -> None:
    """Statuses, bodies and the headers that clients look at, exchange by exchange."""
    wrong = [
        f"contract.txt:{one.line}: {answer.status} {answer.headers} {answer.body!r}"
        for one, answer in await replayed(bed)
        if (answer.status, answer.body) != (one.status, one.body) or not all(fits(said, answer.headers.get(name, "")) for name, said in one.headers.items())
    ]
    assert wrong == []


async def test_every_recorded_answer_is_documented(bed: Bed) -> None:
    """Under its path and status, in its media type, by a schema that it fits."""
    document: Any = (await bed.client().get("/openapi.json")).json
    told = 0
    for one, answer in await replayed(bed):
        response = described(document, one)["responses"][str(answer.status)]
        if not answer.body:
            assert "content" not in response, one
            continue
        media = answer.headers["content-type"].partition(";")[0]
        content = response["content"]
        if media == "application/json":
            jsonschema_rs.validator_for({**content[media]["schema"], "components": document["components"]}).validate(answer.json)
            told += 1
        else:
            assert media in content or "application/octet-stream" in content, one
    assert told > 30


def described(document: Any, one: Exchange) -> Any:
    """The operation of a recorded request."""
    asked = one.path.partition("?")[0].split("/")
    for path, operations in document["paths"].items():
        parts = path.split("/")
        if len(parts) == len(asked) and all(part == given or part.startswith("{") for part, given in zip(parts, asked, strict=True)) and one.method.lower() in operations:
            return operations[one.method.lower()]
    raise AssertionError(f"{one.method} {one.path} is not documented")


async def test_what_was_opted_out_of_is_listed(bed: Bed) -> None:
    """Whoever reviews the application sees each with its reason."""
    told: Any = picture(app.contract)["opt_outs"]
    assert {one["what"] for one in told} == {
        "a cookie without the prefix __Host-", "account-enumeration", "csrf-disabled", "no envelope", "refusals in a shape of its own", "unknown fields are ignored"}


# ---- what no client of the old server did
async def test_pages_of_other_sites_write_nothing(bed: Bed) -> None:
    """Without a token the origin decides; who comes from elsewhere is told so in the shape of the contract."""
    ana = await signed_in(bed)
    for headers in ({"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example"}):
        refused = await ana.send("POST", "/threads", body=b'{"title":"a","text":"b"}', headers=headers)
        assert (refused.status, refused.json["ok"]) == (403, False)
    assert (await ana.send("POST", "/threads", body=b'{"title":"a","text":"b"}', headers={"sec-fetch-site": "same-origin"})).status == 201


BODY = {"email": "ana@example.org", "password": "correct horse battery"}


async def signed_in(bed: Bed) -> Client:
    ana = bed.client()
    assert (await ana.post("/users", **BODY, nick="ana")).status == 201
    assert (await ana.post("/login", **BODY)).status == 200
    return ana


async def test_a_session_ends_with_the_next_one_and_with_signing_out(bed: Bed) -> None:
    """What was known of the browser before opens nothing afterwards, and neither does a cookie of another name."""
    ana = await signed_in(bed)
    cookies = [(await ana.post("/login", **BODY)).headers["set-cookie"].partition(";")[0] for _ in range(2)]
    assert [await status(bed, cookie) for cookie in cookies] == [401, 200]
    assert await status(bed, cookies[1].replace("sid=", "session=")) == 401
    assert (await ana.send("POST", "/logout")).status == 204
    assert await status(bed, cookies[1]) == 401


async def status(bed: Bed, cookie: str) -> int:
    return (await bed.client().send("GET", "/me", headers={"cookie": cookie})).status


async def test_limits_say_so_in_the_shape_of_the_contract(bed: Bed) -> None:
    """And keep their headers."""
    answers = [await bed.client().post("/threads", title="Spam", text="Buy!") for _ in range(12)]
    limited = next(one for one in answers if one.status == 429)
    assert limited.json.keys() == {"ok", "message"} and int(limited.headers["retry-after"]) > 0


@pytest.mark.parametrize("path", ["/v1/threads", "/v1/posts"])
async def test_there_is_no_second_door(bed: Bed, path: str) -> None:
    """Threads and posts have the addresses of the contract and no other."""
    assert (await bed.client().get(path)).status == 404


async def test_rules_hold_for_endpoints_too(bed: Bed) -> None:
    """A thread is locked for its own author, and nobody opens it again but a moderator."""
    thread = await bed.make(Thread, put(Thread.locked, True))
    post = await bed.make(Post, put(Post.thread, thread))
    author = await post.author
    assert not await bed.allows(author, "update", post)
    assert (await bed.client(author).put(f"/posts/{post.id}", text="changed")).status == 403
    assert await bed.read(post, Post.text) != "changed"
    assert (await bed.client(author).delete(f"/posts/{post.id}")).status == 204


def test_the_application_is_what_it_says(bedplate_app: App) -> None:
    """One cookie name, three resources, and the endpoints of the contract."""
    assert bedplate_app.contract.session_cookie == "sid"
    assert len(bedplate_app.contract.endpoints) == 16
