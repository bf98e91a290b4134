"""Requests that are nearly right: the helpdesk's own routes, parameters and fields, with hostile values in their places."""
from __future__ import annotations

import json
import random
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import quote_from_bytes

from bedplate.declarations.contract import Operation
from bedplate.web.openapi import document

from .edge import PASSWORD, Answer, Edge, Pairs

TEXTS = (
    "", " ", "\0", "a\0b", "\ud800", "\udfff", "\ufeff", "\u202e", "null", "true", "*", "(", ")", "()", "id,", ",id", "id,id", "author(", "author()",
    "author(author(author(author(id))))", "comments(*)", "comments(ticket(comments(*)))", "-", "--created_at", "-created_at,created_at", "0", "-1", "1e3",
    "9223372036854775807", "9223372036854775808", "9" * 400, "NaN", "Infinity", "0x10", "١٢", "00", "+1", "1.5", "2026-02-30T00:00:00Z", "9999-12-31T23:59:60Z",
    "0000-00-00", "2026-01-01T00:00:00+99:99", "' OR 1=1 --", '"; DROP TABLE ticket; --', "../../etc/passwd", "..%2f..", "%", "%zz", "%00", "%c0%af",
    "%ed%a0%80", "\r\nSet-Cookie: a=1", "𝕏" * 40, "é" * 300, "\\", "a\\", "\\,", ",", "a" * 5_000, "{}", "[]", "00000000-0000-0000-0000-000000000000",
    "019b90de-33c0-7031-b833-ead3eaefc4d2", "019B90DE33C07031B833EAD3EAEFC4D2", "{019b90de-33c0-7031-b833-ead3eaefc4d2}", "urgent", "open,open", "low,",
)  # fmt: skip
HEADERS = (
    b"if-match", b"if-none-match", b"idempotency-key", b"cookie", b"authorization", b"accept", b"content-type", b"content-length", b"x-csrf-token",
    b"origin", b"referer", b"sec-fetch-site", b"transfer-encoding", b"expect", b"range", b"x-forwarded-for", b"x-http-method-override", b"host",
    b"accept-encoding", b"content-encoding", b"connection", b"upgrade", b"te", b"x-request-id", b"traceparent",
)  # fmt: skip
VALUES = (
    b"", b" ", b"*", b'"', b'""', b'"*"', b'"1-', b'W/"1"', b'"1","2"', b'"1",,"2"', b'"9999999999999999999999-a"', b"," * 300, b'"a",' * 30, b"\xff\xfe",
    b"\x80", b"a\x00b", b"a\r\nb: c", b"\t", b"Bearer", b"Bearer ", b"Bearer  x", b"bearer a.b.c", b"Bearer " + b"a" * 3_000, b"Basic dXNlcjpwYXNz",
    b"Bearer eyJhbGciOiJub25lIn0.e30.", b"session=", b"session=x", b"session=" + b"A" * 43, b"session=" + b"A" * 43 + b"; session=" + b"B" * 43,
    b"__Host-session=" + b"A" * 43, b"=;=;;=", b"a" * 9_000, b"application/json", b"application/json; charset=utf-16", b"text/html;q=0", b"*/*;q=0",
    b"*/*;q=nan", b"application/json;q=1e999", b";;;;", b"application/merge-patch+json", b"text/plain", b"chunked", b"-1", b"0", b"1e3",
    b"99999999999999999999999999", b"1048577", b"null", b"https://evil.example", b"http://localhost", b"::", b"1.2.3.4, [::1]", b"k" * 255, b"k" * 256,
    "ключ".encode(), b"gzip", b"bytes=0-", b"100-continue", b"localhost", b"[::1]:x", b"localhost:99999999",
)  # fmt: skip
NUMBERS = ("-0", "0.0", "1e308", "1e309", "-1e999", "9" * 19, "9" * 400, "1" + "0" * 5_000, "1E-400", "9223372036854775808", "01", "1.", ".5", "NaN", "Infinity", "0e99999999")
LITERALS = ("null", "true", "false", '"\\ud800"', '"\\u0000"', '"\\x"', '"', "'a'", "undefined", "", "{}", "[]", '{"a":1,"a":2}')
METHODS = ("HEAD", "OPTIONS", "GET", "POST", "PATCH", "DELETE", "PUT", "TRACE", "get", "\u212a", "")
RIGHT = ("id", "id,title", "*", "*,author(id,name),comments(body)", "open", "urgent", "true", "1", "-created_at", "created_at", "priority,-created_at", "2026-01-01T00:00:00Z")
DEEP = ("[" * 40 + "]" * 40, '{"a":' * 60 + "1" + "}" * 60, "[" * 30_000, '{"a":' * 20_000, "[" * 5_000 + "]" * 5_000)


@dataclass(frozen=True)
class Asked:
    """One request, and the operation that it is meant for."""

    operation: str
    method: str
    target: bytes
    headers: Pairs
    body: bytes


class Chance(random.Random):
    """A seeded source of hostile pieces."""

    def often(self, of: int) -> bool:
        """All but once in `of` times."""
        return self.randrange(of) > 0

    def bytes_up_to(self, most: int) -> bytes:
        return self.randbytes(self.randrange(most + 1))

    def text(self) -> str:
        """A known nuisance, or any characters, halves of pairs included."""
        if self.often(4):
            return self.choice(TEXTS)
        top = self.choice([0x7F, 0x7FF, 0xFFFF, 0x10FFFF])
        return "".join(chr(self.randrange(top + 1)) for _ in range(self.randrange(20)))

    def encoded(self, text: str) -> bytes:
        """As bytes in an address: percent-encoded, half of it, or as they are."""
        raw = text.encode("utf-8", "surrogatepass")
        return self.choice([quote_from_bytes(raw, safe="").encode(), quote_from_bytes(raw, safe="/,()*%-.:").encode(), raw])

    def scalar(self) -> str:
        """The JSON text of a single value, or of none."""
        kind = self.randrange(8)
        if kind < 3:
            return json.dumps(self.text(), ensure_ascii=kind < 2)
        if kind == 3:
            return self.choice(NUMBERS)
        if kind == 4:
            return str(self.randrange(-(2**70), 2**70) >> self.randrange(70))
        return self.choice(LITERALS) if kind < 7 or self.often(12) else self.choice(DEEP)

    def value(self, depth: int = 3) -> str:
        """JSON of any shape."""
        kind = self.randrange(4) if depth else 0
        if kind < 2:
            return self.scalar()
        if kind == 2:
            return "[" + ",".join(self.value(depth - 1) for _ in range(self.randrange(4))) + "]"
        return written([(self.text(), self.value(depth - 1)) for _ in range(self.randrange(4))])


def written(pairs: list[tuple[str, str]]) -> str:
    """An object, a name twice where it is there twice."""
    return "{" + ",".join(f"{json.dumps(name)}:{value}" for name, value in pairs) + "}"


class Grammar:
    """What may be said to the helpdesk, from its own description."""

    def __init__(self, edge: Edge) -> None:
        self._edge = edge
        self._operations: list[Operation] = list(edge.contract.operations)
        self._document = cast("dict[str, Any]", document(edge.contract))
        self._keys = [str(row["id"]) for rows in edge.rows.values() for row in rows[:6]]
        pages = [edge.ask("GET", b"/v1/tickets?limit=2&sort=" + sort, edge.signed()) for sort in (b"created_at", b"-priority,created_at")]
        self._cursors = [str(json.loads(page.body)["page"]["next"]) for page in pages]
        signed_in = edge.json("POST", "/v1/auth/sign-in", {"email": edge.rows["Person"][1]["email"], "password": PASSWORD})
        csrf = str(json.loads(signed_in.body)["data"]["csrf"]).encode()
        self._session: Pairs = [(b"cookie", signed_in.headers["set-cookie"].partition(";")[0].encode()), (b"x-csrf-token", csrf)]
        self._tags = [self._one(path, kind).headers["etag"].encode() for path, kind in (("tickets", "Ticket"), ("people", "Person"))]

    def _one(self, path: str, kind: str) -> Answer:
        return self._edge.ask("GET", f"/v1/{path}/{self._edge.rows[kind][0]['id']}".encode(), self._edge.signed())

    def request(self, seed: int) -> Asked:
        """One of them; the same for the same seed."""
        chance = Chance(seed)
        operation = chance.choice(self._operations)
        entry = self._document["paths"].get(operation.path, {}).get(operation.method.lower(), {})
        target = self._path(chance, operation)
        query = self._query(chance, entry.get("parameters", []))
        method = operation.method if chance.often(8) else chance.choice(METHODS)
        headers = self._headers(chance)
        body = b""
        if operation.method in ("POST", "PATCH", "PUT") or not chance.often(10):
            body = self._body(chance, entry)
            if chance.often(10):
                headers.append((b"content-type", b"application/json"))
        meant = method == operation.method and target.count(b"/") == operation.path.count("/") and b"?" not in target and not target.endswith(b"/")
        return Asked(operation.id if meant else "", method, target + (b"?" + query if query else b""), headers, body)

    def _path(self, chance: Chance, operation: Operation) -> bytes:
        parts = []
        for segment in operation.path.split("/"):
            if not segment.startswith("{"):
                parts.append(segment.encode())
            elif chance.often(4):
                parts.append(self._key(chance, operation).encode())
            else:
                parts.append(chance.encoded(chance.text()))
        path = b"/".join(parts)
        return path if chance.often(20) else path + chance.choice([b"/", b"//", b"/..", b";a=1", b"#x", b"%2f", b"%", b"\xff"])

    def _key(self, chance: Chance, operation: Operation) -> str:
        """Mostly of a row of the right kind, which may be another organisation's."""
        name = (operation.parent and self._edge.contract.resources[operation.resource].fields[operation.parent].target) or operation.resource
        rows = self._edge.rows.get(name or "")
        return str(chance.choice(rows)["id"]) if rows and chance.often(5) else chance.choice(self._keys)

    def _query(self, chance: Chance, parameters: list[dict[str, Any]]) -> bytes:
        names = [str(one["name"]) for one in parameters if one["in"] == "query"]
        names += ["fields", "comments.limit", "comments.sort", "comments.internal", "author.limit", "status.in", "x.y.z", "", "."]
        pairs = []
        for _ in range(chance.choice([0, 0, 0, 0, 0, 1, 1, 1, 2, 3]) if chance.often(50) else 70):
            name = chance.choice(names) if chance.often(5) else chance.text()
            value = chance.choice([chance.text, lambda: chance.choice(self._keys), lambda: self._near_cursor(chance), lambda: chance.choice(RIGHT)])()
            pairs.append(chance.encoded(name) + chance.choice([b"=", b"=", b"=", b"=", b"", b"=="]) + chance.encoded(value))
        return b"&".join(pairs)

    def _near_cursor(self, chance: Chance) -> str:
        """One of ours, or one with a character changed, cut or repeated."""
        cursor = chance.choice(self._cursors)
        if not chance.often(3):
            return cursor
        at = chance.randrange(len(cursor))
        return cursor[:at] + chance.choice(["A", "-", "", "=", "AA", "é"]) + cursor[at + 1 :]

    def _headers(self, chance: Chance) -> Pairs:
        who = chance.choice(["first", "first", "first", "second", "cookie", "nobody", "garbage"])
        headers: Pairs = []
        if who in ("first", "second"):
            headers += self._edge.signed(0 if who == "first" else 1)
        elif who == "cookie":
            headers += self._session if chance.often(4) else self._session[:1]
        elif who == "garbage":
            headers.append((b"authorization", chance.choice(VALUES)))
        for _ in range(chance.choice([0, 0, 0, 0, 0, 0, 1, 1, 2, 3]) if chance.often(50) else 70):
            value = chance.choice(VALUES) if chance.often(3) else chance.choice(self._tags) if chance.often(2) else chance.bytes_up_to(30)
            headers.append((chance.choice(HEADERS) if chance.often(5) else chance.bytes_up_to(8).lower(), value))
        return headers

    def _body(self, chance: Chance, entry: dict[str, Any]) -> bytes:
        schema = entry.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
        names = list(schema.get("properties", {}))
        if not names or not chance.often(5):
            return chance.bytes_up_to(60) if not chance.often(3) else chance.value().encode("utf-8", "surrogatepass")
        required = schema.get("required", [])
        pairs = []
        for name in names:
            if chance.often(20 if name in required else 2):
                value = self._right(chance, schema["properties"][name]) if chance.often(5) else chance.value()
                pairs.append((name, value))
        if not chance.often(8):
            pairs.append((chance.choice(names) if chance.often(2) else chance.text(), chance.value()))
        return written(pairs).encode("utf-8", "surrogatepass")

    def _right(self, chance: Chance, schema: dict[str, Any]) -> str:
        """What could pass: so that other fields' faults and the write itself are reached."""
        if schema.get("enum"):
            return json.dumps(chance.choice(schema["enum"]))
        if schema.get("format") == "uuid":
            return json.dumps(chance.choice(self._keys))
        return chance.choice(['"a text"', '"\\ud83d\\ude00"', "true", "null", '"somebody@example.com"', '"2026-01-01T00:00:00Z"'])
