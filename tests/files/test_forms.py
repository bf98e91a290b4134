"""Forms of endpoints: texts and files arrive checked, and what no row holds at the end is gone."""
from __future__ import annotations

from tests.files.forms import PNG, form, path_of, running, tidy
from tests.files.gallery_app import Person

from bedplate.testing import Bed

_PICTURE = ("picture", "a b.png", "image/png", PNG)


def _kept(bed: Bed) -> int:
    root = path_of(bed)
    return sum(path.is_file() for path in root.rglob("*")) if root.is_dir() else 0


async def test_an_upload_becomes_the_file_of_a_row(bed: Bed) -> None:
    """A flat contract: own status, a cookie, and the picture under the row's address."""
    anna = await bed.make(Person)
    client = bed.client(anna)
    body, headers = form(("title", "Cup"), ("published", "true"), _PICTURE)
    made = await client.send("POST", "/forum/products", body=body, headers=headers)
    assert made.status == 201, made
    assert made.json["data"]["picture"] == "a b.png" and "last=" in made.headers["set-cookie"]
    found = await client.get(f"/v1/products/{made.json['data']['id']}/picture")
    assert found.body == PNG and _kept(bed) == 1
    assert (await client.get(f"/forum/products/{made.json['data']['id']}/thumbnail")).body == PNG
    part = await client.send("GET", f"/forum/products/{made.json['data']['id']}/thumbnail", headers={"range": "bytes=1-3"})
    assert (part.status, part.body) == (206, b"PNG")


async def test_what_no_row_holds_is_gone_with_the_call(bed: Bed) -> None:
    """An endpoint that only looks at a file reads its bytes; afterwards nothing is left of it, neither on disk nor in the register."""
    body, headers = form(("title", "Cup"), _PICTURE)
    seen = await bed.client().send("POST", "/forum/look", body=body, headers=headers)
    assert (seen.status, seen.body.decode()) == (200, f"<p>a b.png: {len(PNG)}</p>")
    assert _kept(bed) == 0
    assert await running(bed).database.read("SELECT count(*) FROM bedplate_file") == [(0,)]


async def test_who_may_not_call_uploads_nothing(bed: Bed) -> None:
    """A stranger is refused before a byte of the form is read."""
    body, headers = form(("title", "Cup"), _PICTURE)
    assert (await bed.client().send("POST", "/forum/products", body=body, headers=headers)).status == 401
    assert not path_of(bed).exists()


async def test_a_repeat_under_one_key_makes_one_row(bed: Bed) -> None:
    """The same form twice under one Idempotency-Key is one row with one file; other bytes under it are refused."""
    client = bed.client(await bed.make(Person))
    body, headers = form(("title", "Cup"), _PICTURE)
    first = await client.send("POST", "/v1/products", body=body, headers={**headers, "idempotency-key": "k"})
    again = await client.send("POST", "/v1/products", body=body, headers={**headers, "idempotency-key": "k"})
    assert (first.status, again.status, first.body) == (201, 201, again.body)
    other, headers = form(("title", "Cup"), ("picture", "a b.png", "image/png", PNG + b"!"))
    assert (await client.send("POST", "/v1/products", body=other, headers={**headers, "idempotency-key": "k"})).code == "IDEMPOTENCY_KEY_REUSED"
    await tidy(bed)
    assert _kept(bed) == 1


async def test_malformed_forms_are_refused(bed: Bed) -> None:
    """No boundary, a part without a name, a transfer encoding, a cut end, thousands of parts, long headers: 400, and nothing stays."""
    client = bed.client(await bed.make(Person))
    body, headers = form(("title", "Cup"), _PICTURE)
    media = headers["content-type"]
    nameless = body.replace(b'form-data; name="title"', b"form-data")
    encoded = body.replace(b"Content-Type: image/png", b"Content-Transfer-Encoding: base64")
    twice = body.replace(b"Content-Type: image/png", b"Content-Disposition: form-data; name=x")
    cases = [
        (body, "multipart/form-data", "INVALID_FORM"),
        (body, "multipart/form-data; boundary=" + "x" * 80, "INVALID_FORM"),
        (b"hello", media, "INVALID_FORM"),
        (b"", media, "INVALID_FORM"),
        (nameless, media, "INVALID_FORM"),
        (encoded, media, "INVALID_FORM"),
        (twice, media, "INVALID_FORM"),
        (body[:-10], media, "INVALID_FORM"),
        (body[: len(body) // 2], media, "INVALID_FORM"),
        (body.replace(b"; filename", b"; " + b"x" * 5_000 + b"=1; filename"), media, "INVALID_FORM"),
        (form(*[("title", "x")] * 5_000)[0], media, "INVALID_INPUT"),
        (form(*[(f"t{number}", "x") for number in range(5_000)])[0], media, "INVALID_INPUT"),
        (form(("title", "x" * 300_000))[0], media, "INVALID_INPUT"),
        (body.replace(b"Cup", b"\xff"), media, "INVALID_INPUT"),
    ]  # fmt: skip
    for sent, kind, code in cases:
        for path in ("/forum/products", "/v1/products"):
            found = await client.send("POST", path, body=sent, headers={"content-type": kind})
            assert (found.status, found.code) == (400, code), (path, kind, sent[:300], found)
    assert (await client.post("/forum/products", title="x")).status == 415
    assert _kept(bed) == 0


async def test_no_name_leads_anywhere(bed: Bed) -> None:
    """Traversal, drives, devices, controls and reversed texts in a name become a plain name with the extension of the true type."""
    client = bed.client(await bed.make(Person))
    names = {
        "../../../etc/passwd": "passwd.png", "C:\\\\windows\\\\x.PNG": "x.png", "con.png": "picture.png", "....": "picture.png", "a\u202egnp.exe": "agnp.png",
        "x" * 400 + ".png": "x" * 196 + ".png", "a;b.png": "a_b.png", "sh$(rm).svg": "sh$(rm).png", ".htaccess": "htaccess.png", "räksmörgås.png": "räksmörgås.png",
    }  # fmt: skip
    for name, expected in names.items():
        body, headers = form(("title", "Cup"), ("picture", name, "image/png", PNG))
        made = await client.send("POST", "/v1/products", body=body, headers=headers)
        assert made.status == 201 and made.json["data"]["picture"]["name"] == expected, (name, made)
        found = await client.get(made.json["data"]["picture"]["url"])
        assert found.headers["content-disposition"].isascii()
    assert {path.parent.parent for path in path_of(bed).rglob("*") if path.is_file()} == {path_of(bed)}
    assert path_of(bed).stat().st_mode & 0o777 == 0o700
