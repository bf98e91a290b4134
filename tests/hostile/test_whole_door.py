"""What HTTP promises, asked of the whole application: methods, media types, sizes, limits, revisions and repeats."""
from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from .edge import PASSWORD, Answer, Edge, Pairs

JSON: tuple[bytes, bytes] = (b"content-type", b"application/json")


def ask(edge: Edge, method: str, path: str, headers: Pairs | None = None, body: bytes = b"") -> Answer:
    """As the first admin; every answer keeps the law."""
    answer = edge.ask(method, path.encode(), [*edge.signed(), *(headers or [])], body)
    edge.lawful(answer, method)
    return answer


def ticket(edge: Edge, **values: object) -> dict[str, Any]:
    """A fresh one of the first admin's organisation."""
    said = {"project": str(edge.rows["Project"][0]["id"]), "title": "t", "body": "b", **values}
    answer = edge.json("POST", "/v1/tickets", said)
    assert answer.status == 201, answer.body
    made: dict[str, Any] = json.loads(answer.body)["data"]
    return made


# ---- methods
@pytest.mark.parametrize("path", ["/v1/tickets?limit=3", "/v1/people", "/livez", "/openapi.json", "/docs", "/v1/auth/me"])
def test_head_is_get_without_its_body(edge: Edge, path: str) -> None:
    """The same status and headers, length included."""
    got, head = ask(edge, "GET", path), ask(edge, "HEAD", path)
    assert (head.status, head.body) == (got.status, b"")
    without = {"ratelimit"}
    assert {name: value for name, value in head.headers.items() if name not in without} == {
        name: value for name, value in got.headers.items() if name not in without
    }


def test_every_address_tells_its_methods(edge: Edge) -> None:
    """OPTIONS answers 204 with `Allow`, and 405 names exactly the same methods."""
    paths = {operation.path for operation in edge.contract.operations}
    for path in paths:
        bare = path.replace("{id}", str(edge.rows["Ticket"][0]["id"])).replace("{name*}", "docs.js")
        options, refused = edge.ask("OPTIONS", bare.encode()), edge.ask("BREW", bare.encode())
        edge.lawful(options, "OPTIONS")
        edge.lawful(refused, "BREW")
        methods = {operation.method for operation in edge.contract.operations if operation.path == path} | {"OPTIONS"}
        methods |= {"HEAD"} if "GET" in methods else set()
        assert (options.status, refused.status, refused.code) == (204, 405, "METHOD_NOT_ALLOWED")
        assert set(options.headers["allow"].split(", ")) == set(refused.headers["allow"].split(", ")) == methods


# ---- media types and sizes
@pytest.mark.parametrize("media", [None, b"", b"text/plain", b"application/xml", b"application/x-www-form-urlencoded", b"multipart/form-data; boundary=a",
                                   b"application/json; charset=utf-16", b"application/jsonp", b"application/merge-patch+json"])  # fmt: skip
def test_a_create_takes_json_only(edge: Edge, media: bytes | None) -> None:
    """415, with what is taken in `Accept`; a merge patch is for PATCH."""
    answer = ask(edge, "POST", "/v1/projects", [] if media is None else [(b"content-type", media)], b'{"name":"a"}')
    assert (answer.status, answer.headers["accept"]) == (415, "application/json")


@pytest.mark.parametrize("coding", [b"gzip", b"deflate", b"br", b"identity, gzip"])
def test_a_compressed_body_is_not_unpacked(edge: Edge, coding: bytes) -> None:
    """415, with `identity` in `Accept-Encoding`."""
    answer = ask(edge, "POST", "/v1/projects", [JSON, (b"content-encoding", coding)], b'{"name":"packed"}')
    assert (answer.status, answer.headers["accept-encoding"]) == (415, "identity")
    assert ask(edge, "POST", "/v1/projects", [JSON, (b"content-encoding", b"identity")], b'{"name":1}').code == "INVALID_INPUT"


def test_a_patch_takes_a_merge_patch_too(edge: Edge) -> None:
    """RFC 7396."""
    made = ticket(edge)
    answer = ask(edge, "PATCH", f"/v1/tickets/{made['id']}", [(b"content-type", b"application/merge-patch+json")], b'{"title":"new"}')
    assert json.loads(answer.body)["data"]["title"] == "new"


def test_the_size_of_a_body_is_exact(edge: Edge) -> None:
    """1 MiB is read, one more is 413; 4 KiB where a password is; an announced length is enough."""
    whole = b'{"name":"' + b"a" * (1_048_576 - 11) + b'"}'
    assert ask(edge, "POST", "/v1/projects", [JSON], whole).code == "INVALID_INPUT"
    assert ask(edge, "POST", "/v1/projects", [JSON], whole + b" ").status == 413
    small = b'{"email":"' + b"a" * (4_096 - 12) + b'"}'
    assert ask(edge, "POST", "/v1/auth/token", [JSON], small).status == 400
    assert ask(edge, "POST", "/v1/auth/token", [JSON], small + b" ").status == 413
    assert ask(edge, "POST", "/v1/projects", [JSON, (b"content-length", b"1048577")]).status == 413


def test_the_depth_of_a_body_is_exact(edge: Edge) -> None:
    """32 levels are read (and then no value of a field), 33 are not."""
    def nested(levels: int) -> bytes:
        return b'{"name":' + b"[" * (levels - 1) + b"]" * (levels - 1) + b"}"

    assert ask(edge, "POST", "/v1/projects", [JSON], nested(32)).code == "INVALID_INPUT"
    assert ask(edge, "POST", "/v1/projects", [JSON], nested(33)).code == "INVALID_JSON"


def test_a_long_address_and_large_headers(edge: Edge) -> None:
    """414 beyond 8 KiB, 400 beyond 64 KiB of headers or 64 of them."""
    assert ask(edge, "GET", "/v1/tickets?title=" + "a" * 8_200).status == 414
    assert ask(edge, "GET", "/v1/tickets", [(b"x-a", b"a" * 65_536)]).code == "HEADERS_TOO_LARGE"
    assert ask(edge, "GET", "/v1/tickets", [(b"x-%d" % number, b"") for number in range(64)]).code == "HEADERS_TOO_LARGE"


def test_a_get_has_no_body(edge: Edge) -> None:
    """What nobody would read is refused."""
    assert ask(edge, "GET", "/v1/tickets", [(b"content-length", b"2")], b"{}").status == 400
    assert ask(edge, "GET", "/v1/tickets", [(b"transfer-encoding", b"chunked")]).status == 400


# ---- limits
def test_whoever_is_counted_is_told(edge: Edge) -> None:
    """`RateLimit` and `RateLimit-Policy` stand on successes and on every refusal after the caller is known."""
    made = ticket(edge)
    own = f"/v1/tickets/{made['id']}"
    answers = [
        ask(edge, "GET", own), ask(edge, "GET", "/v1/tickets?nothing=1"), ask(edge, "GET", f"/v1/tickets/{edge.rows['Org'][0]['id']}"),
        ask(edge, "DELETE", f"/v1/people/{edge.rows['Person'][0]['id']}"), ask(edge, "PATCH", own, [JSON, (b"if-match", b'"9-x"')], b"{}"),
        ask(edge, "POST", "/v1/projects", [], b"{}"), ask(edge, "GET", "/livez"), ask(edge, "OPTIONS", "/livez"), edge.ask("GET", b"/v1/tickets"),
    ]  # fmt: skip
    assert [answer.status for answer in answers] == [200, 400, 404, 403, 412, 415, 200, 204, 401]
    for answer in answers:
        assert {"ratelimit", "ratelimit-policy"} <= set(answer.headers)


def test_a_limit_that_is_used_up_says_until_when(tmp_path: Path) -> None:
    """429 with `Retry-After`, for an account, for strangers, and for credentials that are none; the other account is not affected."""
    edge = Edge(tmp_path, limit_factor=0.01)
    try:
        seen = [ask(edge, "GET", "/v1/tickets") for _ in range(4)]
        assert seen[-1].status == 429
        assert 1 <= int(seen[-1].headers["retry-after"]) <= 60
        assert seen[-1].headers["ratelimit"].startswith('"default";r=0;t=')
        assert edge.ask("GET", b"/v1/tickets", edge.signed(1)).status == 200
        strangers = [edge.ask("POST", b"/v1/auth/token", [JSON], b'{"email":"a@example.com","password":"b"}') for _ in range(3)]
        assert strangers[-1].status == 429
        bad = [edge.ask("GET", b"/v1/tickets", [(b"authorization", b"Bearer a.b.c")]) for _ in range(3)]
        assert bad[-1].status == 429
        for answer in (*strangers, *bad):
            edge.lawful(answer, "GET")
    finally:
        edge.close()


# ---- revisions
def test_a_tag_saves_an_answer_and_guards_a_write(edge: Edge) -> None:
    """304 without a body while the row stays; 412 for a stale tag, and nothing is written; the new tag guards the next write."""
    path = f"/v1/tickets/{ticket(edge)['id']}"
    first = ask(edge, "GET", path).headers["etag"].encode()
    for method in ("GET", "HEAD"):
        unchanged = ask(edge, method, path, [(b"if-none-match", b'"other", W/' + first)])
        assert (unchanged.status, unchanged.body, unchanged.headers["etag"].encode()) == (304, b"", first)
    changed = ask(edge, "PATCH", path, [JSON, (b"if-match", first)], b'{"title":"once"}')
    assert changed.status == 200
    stale = ask(edge, "PATCH", path, [JSON, (b"if-match", first)], b'{"title":"twice"}')
    assert (stale.status, stale.code) == (412, "PRECONDITION_FAILED")
    again = ask(edge, "GET", path, [(b"if-none-match", first)])
    assert (again.status, json.loads(again.body)["data"]["title"]) == (200, "once")
    assert again.headers["etag"].encode() != first
    assert ask(edge, "DELETE", path, [(b"if-match", first)]).status == 412
    assert ask(edge, "DELETE", path, [(b"if-match", again.headers["etag"].encode())]).status == 204
    assert ask(edge, "DELETE", path).status == 404


# ---- repeats
def repeated(edge: Edge, key: bytes, body: bytes, position: int = 0) -> tuple[str, bytes, Pairs, bytes]:
    return "POST", b"/v1/projects", [*edge.signed(position), JSON, (b"idempotency-key", key)], body


def projects(edge: Edge, name: str) -> int:
    listed = json.loads(ask(edge, "GET", "/v1/projects?limit=100&fields=name").body)["data"]
    return sum(one["name"] == name for one in listed)


def test_a_repeat_has_one_effect_and_the_same_answer(edge: Edge) -> None:
    """One after the other, with spaces and order that do not matter."""
    first = edge.ask(*repeated(edge, b"key-1", b'{"name":"Repeated","lead":null}'))
    second = edge.ask(*repeated(edge, b"key-1", b' {"lead": null, "name": "Repeated"}'))
    assert (first.status, second.status, first.body) == (201, 201, second.body)
    assert first.headers.get("location") == second.headers.get("location")
    assert projects(edge, "Repeated") == 1


def test_repeats_at_the_same_time_have_one_effect(edge: Edge) -> None:
    """Ten at once: one row, ten equal answers."""
    answers = edge.ask_together([repeated(edge, b"key-2", b'{"name":"Together"}')] * 10)
    assert {(answer.status, answer.body) for answer in answers} == {(201, answers[0].body)}
    assert projects(edge, "Together") == 1


def test_a_key_names_one_request(edge: Edge) -> None:
    """Another body is 409 and does nothing; the same key of another account is another key."""
    assert edge.ask(*repeated(edge, b"key-3", b'{"name":"Named"}')).status == 201
    other = edge.ask(*repeated(edge, b"key-3", b'{"name":"Renamed"}'))
    assert (other.status, other.code) == (409, "IDEMPOTENCY_KEY_REUSED")
    assert projects(edge, "Renamed") == 0
    assert edge.ask(*repeated(edge, b"key-3", b'{"name":"Renamed"}', 1)).status == 201


def test_answers_with_credentials_are_never_kept(edge: Edge) -> None:
    """Two requests for a token with one key give two tokens, and nothing of them is in the database."""
    body = json.dumps({"email": edge.rows["Person"][0]["email"], "password": PASSWORD}).encode()
    tokens = [json.loads(edge.ask("POST", b"/v1/auth/token", [JSON, (b"idempotency-key", b"key-4")], body).body)["data"]["access_token"] for _ in range(2)]
    assert tokens[0] != tokens[1]
    kept = b"".join(path.read_bytes() for path in edge.folder.glob("edge.db*"))
    assert str(edge.rows["Person"][0]["email"]).encode() in kept, "what is kept can be found"
    assert [token for token in tokens if token.encode() in kept] == []


def test_a_parent_that_is_not_seen_is_not_there(edge: Edge) -> None:
    """A comment below another organisation's ticket is 404, like one below no ticket at all: the address is at fault, not the body."""
    others = next(row["id"] for row in edge.rows["Ticket"] if row["org"] != edge.rows["Person"][0]["org"])
    for parent in (others, edge.rows["Org"][0]["id"]):
        answer = ask(edge, "POST", f"/v1/tickets/{parent}/comments", [JSON], b'{"body":"b"}')
        assert (answer.status, answer.code) == (404, "NOT_FOUND")
