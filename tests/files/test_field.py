"""A file of a row: taken in, shown, given out, replaced and removed, under the rules of its row and field."""
from __future__ import annotations

from datetime import timedelta
from hashlib import sha256

from tests.files.forms import JPEG, PDF, PNG, form, path_of, tidy
from tests.files.gallery_app import Person, Product

from bedplate import put
from bedplate.testing import Bed


async def test_a_picture_is_put_shown_and_read(bed: Bed) -> None:
    """What was sent comes back byte by byte; the row shows what is known of it, and where it is."""
    anna = await bed.make(Person)
    product = await bed.make(Product, put(Product.owner, anna))
    client = bed.client(anna)
    path = f"/v1/products/{product.id}/picture"
    sent = await client.send("PUT", path, body=PNG, headers={"content-type": "image/png", "content-disposition": 'attachment; filename="cat.png"'})
    assert sent.status == 200, sent
    shown = sent.json["data"]["picture"]
    assert {name: shown[name] for name in ("name", "size", "type", "sha256", "url")} == {
        "name": "cat.png", "size": len(PNG), "type": "image/png", "sha256": sha256(PNG).hexdigest(), "url": path}
    listed = (await client.get("/v1/products")).json["data"][0]["picture"]
    assert listed == shown
    found = await client.get(path)
    assert (found.status, found.body) == (200, PNG)
    assert found.headers["content-type"] == "image/png" and found.headers["content-length"] == str(len(PNG))
    assert found.headers["x-content-type-options"] == "nosniff" and "sandbox" in found.headers["content-security-policy"]
    assert found.headers["content-disposition"].startswith("inline; filename=\"cat.png\"")


async def _with_picture(bed: Bed, *, published: bool = False) -> tuple[Person, Product, str]:
    anna = await bed.make(Person)
    product = await bed.make(Product, put(Product.owner, anna), put(Product.published, published))
    path = f"/v1/products/{product.id}/picture"
    sent = await bed.client(anna).send("PUT", path, body=PNG, headers={"content-type": "image/png"})
    assert sent.status == 200
    return anna, product, path


def _on_disk(bed: Bed) -> list[str]:
    root = path_of(bed)
    return sorted(path.name for path in root.rglob("*") if path.is_file()) if root.is_dir() else []


async def test_a_range_of_it(bed: Bed) -> None:
    """One range is 206, one behind the end 416, several or malformed ones the whole; If-Range asks for the same file."""
    anna, _, path = await _with_picture(bed)
    client, size = bed.client(anna), len(PNG)

    async def asked(value: str, **more: str) -> tuple[int, bytes, str]:
        found = await client.send("GET", path, headers={"range": value, **{name.replace("_", "-"): text for name, text in more.items()}})
        return found.status, found.body, found.headers.get("content-range", "")

    assert await asked("bytes=0-3") == (206, PNG[:4], f"bytes 0-3/{size}")
    assert await asked("bytes=10-") == (206, PNG[10:], f"bytes 10-{size - 1}/{size}")
    assert await asked("bytes=-5") == (206, PNG[-5:], f"bytes {size - 5}-{size - 1}/{size}")
    assert await asked(f"bytes=0-{size * 2}") == (206, PNG, f"bytes 0-{size - 1}/{size}")
    assert (await asked(f"bytes={size}-"))[::2] == (416, f"bytes */{size}")
    assert (await asked("bytes=-0"))[0] == 416
    for whole in ("bytes=0-1,3-4", "bytes=5-2", "bytes=-", "bytes=a-b", "lines=0-1", "bytes=0-" + "9" * 30, "bytes=٣-٤".encode().decode("latin-1")):
        assert (await asked(whole))[:2] == (200, PNG), whole
    whole_answer = await client.get(path)
    tag, changed = whole_answer.headers["etag"], whole_answer.headers["last-modified"]
    assert (await asked("bytes=0-3", if_range=tag))[0] == 206
    assert (await asked("bytes=0-3", if_range=changed))[0] == 206
    assert (await asked("bytes=0-3", if_range='"other"'))[0] == 200
    assert (await asked("bytes=0-3", if_range=f"W/{tag}"))[0] == 200
    assert (await asked("bytes=0-3", if_range="Mon, 01 Jan 2001 00:00:00 GMT"))[0] == 200
    assert (await client.send("GET", path, headers={"if-none-match": tag})).status == 304
    assert (await client.send("GET", path, headers={"if-modified-since": changed})).status == 304
    assert (await client.send("GET", path, headers={"if-modified-since": "yesterday"})).status == 200
    assert (await client.send("GET", path, headers={"if-none-match": '"x"', "if-modified-since": changed})).status == 200
    head = await client.send("HEAD", path)
    assert (head.status, head.body, head.headers["content-length"]) == (200, b"", str(size))


async def test_who_may_not_read_the_row_finds_no_file(bed: Bed) -> None:
    """A stranger and another account: 404 for what they may not see, the bytes for what is published; writing is for the owner."""
    anna, product, path = await _with_picture(bed)
    other = await bed.make(Person)
    for client in (bed.client(), bed.client(other)):
        assert (await client.get(path)).status == 404
    headers = {"content-type": "image/png"}
    assert (await bed.client().send("PUT", path, body=PNG, headers=headers)).status == 401
    assert (await bed.client(other).send("PUT", path, body=PNG, headers=headers)).status == 404
    await bed.client(anna).patch(f"/v1/products/{product.id}", published=True)
    assert (await bed.client().get(path)).body == PNG
    assert (await bed.client(other).send("PUT", path, body=PNG, headers=headers)).status == 403
    assert len(_on_disk(bed)) == 1, "nothing was stored for who may not write"


async def test_the_rule_of_the_field_holds_for_its_bytes(bed: Bed) -> None:
    """A field that the caller may not read is null in the row, and its bytes are not there; nor can it be written."""
    anna, product, _ = await _with_picture(bed, published=True)
    path = f"/v1/products/{product.id}/receipt"
    sent = await bed.client(anna).send("PUT", path, body=PDF, headers={"content-type": "application/pdf"})
    assert sent.json["data"]["receipt"]["name"] == "receipt.pdf"
    found = await bed.client(anna).get(path)
    assert found.body == PDF and found.headers["content-disposition"].startswith("attachment;")
    other = bed.client(await bed.make(Person))
    assert (await other.get(f"/v1/products/{product.id}")).json["data"]["receipt"] is None
    assert (await other.get(path)).status == 404
    assert (await bed.client().get(path)).status == 404


async def test_a_replaced_or_removed_file_goes(bed: Bed) -> None:
    """Another upload, null, and the row's own end each leave the file to the upkeep, which deletes it after a while and not before."""
    anna, product, path = await _with_picture(bed)
    client = bed.client(anna)
    first = _on_disk(bed)
    assert (await client.send("PUT", path, body=JPEG, headers={"content-type": "image/jpeg"})).status == 200
    assert (await client.get(path)).body == JPEG
    second = [name for name in _on_disk(bed) if name not in first]
    assert len(second) == 1
    await tidy(bed)
    assert set(first) < set(_on_disk(bed)), "too early"
    bed.travel(timedelta(hours=2))
    await tidy(bed)
    assert _on_disk(bed) == second
    assert (await client.patch(f"/v1/products/{product.id}", picture=None)).json["data"]["picture"] is None
    assert (await client.get(path)).status == 404
    for _ in range(2):
        await tidy(bed)
        bed.travel(timedelta(hours=2))
    assert _on_disk(bed) == []


async def test_files_go_with_the_rows_that_went_with_another(bed: Bed) -> None:
    """A cascade of the database lets go of the files of each row."""
    anna, product, _ = await _with_picture(bed)
    client = bed.client(anna)
    body, headers = form(("product", str(product.id)), ("note", "first"), ("file", "a.txt", "text/plain", b"hello"))
    assert (await client.send("POST", "/v1/attachments", body=body, headers=headers)).status == 201
    assert len(_on_disk(bed)) == 2
    assert (await client.delete(f"/v1/products/{product.id}")).status == 204
    for _ in range(2):
        await tidy(bed)
        bed.travel(timedelta(hours=2))
    assert _on_disk(bed) == []


async def test_a_row_is_made_by_a_form(bed: Bed) -> None:
    """Texts are read by the types of their fields, the file is taken in, under its parent's address too."""
    anna, product, _ = await _with_picture(bed)
    client = bed.client(anna)
    body, headers = form(("note", "scan"), ("pages", "3"), ("file", "../../etc/pass wd.exe", "image/png", PNG))
    made = await client.send("POST", f"/v1/products/{product.id}/attachments", body=body, headers=headers)
    assert made.status == 201, made
    row = made.json["data"]
    assert (row["note"], row["pages"], row["product"], row["file"]["name"], row["file"]["type"]) == ("scan", 3, str(product.id), "pass wd.png", "image/png")
    assert made.headers["location"] == f"/v1/attachments/{row['id']}"
    assert (await client.get(row["file"]["url"])).body == PNG
    nested = await client.get(f"/v1/products/{product.id}", fields="title,attachments(file)")
    assert nested.json["data"]["attachments"][0]["file"] == row["file"]
    assert (await bed.client(await bed.make(Person)).get(row["file"]["url"])).status == 404


async def test_wrong_forms_name_their_faults(bed: Bed) -> None:
    """Missing, unknown, malformed and doubled parts are told with their places, and nothing of them stays."""
    anna, product, _ = await _with_picture(bed)
    client, path = bed.client(anna), f"/v1/products/{product.id}/attachments"
    text = ("file", "a.txt", "text/plain", b"hello")
    cases = [
        (form(("note", "x")), ("body.file", "required")),
        (form(("file", "hello")), ("body.file", "file")),
        (form(text, text), ("body.file", "duplicate")),
        (form(("pages", "many"), text), ("body.pages", "integer")),
        (form(("colour", "red"), text), ("body.colour", "unknown")),
        (form(("note", "a.txt", "text/plain", b"hello"), text), ("body", "unknown")),
        (form(("pages", "0"), text), ("body.pages", "ge")),
        (form(("file", "a.txt", "text/plain", b"x" * 60_000)), ("body.file", "max")),
        (form(("file", "a.txt", "text/plain", b"")), ("body.file", "min")),
        (form(("file", "a.txt", "text/plain", b"\xff\xfe")), ("body.file", "types")),
        (form(("file", "a.txt", "text/plain", b"<html><script>")), ("body.file", "types")),
        (form(("file", "a.png", "image/png", b"GIF89a" + PNG)), ("body.file", "types")),
        (form(("file", "a.png", "image/png", b"a,b")), ("body.file", "types")),
    ]  # fmt: skip
    before = _on_disk(bed)
    for (body, headers), expected in cases:
        found = await client.send("POST", path, body=body, headers=headers)
        assert found.status == 400, (expected, found)
        assert expected in [(one["place"], one["rule"]) for one in found.json["details"]], (expected, found.json)
    assert _on_disk(bed) == before


async def test_json_sets_no_file(bed: Bed) -> None:
    """What an answer shows of another file, sent back as JSON, is refused: nobody points at somebody else's bytes."""
    anna, product, _ = await _with_picture(bed)
    client = bed.client(anna)
    shown = (await client.get(f"/v1/products/{product.id}")).json["data"]["picture"]
    wrong: list[object] = [shown, shown["id"], 1, []]
    for value in wrong:
        found = await client.patch(f"/v1/products/{product.id}", picture=value)
        assert (found.status, found.json["details"][0]["rule"]) == (400, "file")
    found = await client.post("/v1/attachments", product=product.id)
    assert [one["place"] for one in found.json["details"]] == ["body.file"]
    path = f"/v1/attachments/{product.id}/file"
    assert (await client.send("PUT", path, body=b"hello", headers={"content-type": "text/plain"})).status == 405, "it can be given at creation only"


async def test_what_is_said_must_be_true(bed: Bed) -> None:
    """Content-Type has to be one of the declared and what the content is; size and preconditions are asked before a byte is kept."""
    anna, _, path = await _with_picture(bed)
    client = bed.client(anna)

    async def put_as(media: str, body: bytes, **more: str) -> int:
        return (await client.send("PUT", path, body=body, headers={"content-type": media, **{k.replace("_", "-"): v for k, v in more.items()}})).status

    before = _on_disk(bed)
    assert await put_as("image/png", JPEG) == 400
    assert await put_as("image/gif", b"GIF89a") == 415
    assert await put_as("text/html", b"<html>") == 415
    assert await put_as("application/json", b"{}") == 415
    assert await put_as("image/png", b"") == 400
    assert await put_as("image/png", PNG + b"x" * 300_000) == 413
    assert await put_as("image/png", PNG, if_match='"999-0"') == 412
    assert await put_as("image/png", PNG, content_encoding="gzip") == 415
    assert _on_disk(bed) == before
    body, headers = form(("picture", "x.jpg", "image/jpeg", JPEG))
    assert (await client.send("PUT", path, body=body, headers=headers)).status == 200
    body, headers = form(("other", "x.jpg", "image/jpeg", JPEG))
    assert (await client.send("PUT", path, body=body, headers=headers)).status == 400
    assert (await client.send("PUT", f"{path}?x=1", body=JPEG, headers={"content-type": "image/jpeg"})).status == 400
    assert (await client.get(path, x=1)).status == 400
    assert (await client.send("PUT", f"/v1/products/{anna.id}/picture", body=JPEG, headers={"content-type": "image/jpeg"})).status == 404
    assert (await client.get("/v1/products/none/picture")).status == 404


async def test_integer_keys_and_archives(bed: Bed) -> None:
    """A row with a number for a key; an archive is kept as it is, never unpacked."""
    client = bed.client(await bed.make(Person))
    made = (await client.post("/v1/pages")).json["data"]
    bomb = b"PK\x03\x04" + b"\0" * 1_000
    sent = await client.send("PUT", f"/v1/pages/{made['id']}/scan", body=bomb, headers={"content-type": "application/zip"})
    assert sent.json["data"]["scan"]["url"] == f"/v1/pages/{made['id']}/scan"
    assert (await client.get(sent.json["data"]["scan"]["url"])).body == bomb
