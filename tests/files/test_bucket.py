"""Files in a bucket: a real server that speaks S3 and checks signatures."""
from __future__ import annotations

import http.client
import json
import secrets
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from bedplate.errors import DeclarationFault
from bedplate.storage.files.bucket import Bucket
from bedplate.storage.refusals import StorageFailed

WEED = Path(sys.executable).parent / "weed"


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """SeaweedFS of its wheel, with one account."""
    folder = tmp_path_factory.mktemp("s3")
    account = {"name": "t", "credentials": [{"accessKey": "key", "secretKey": "secret"}], "actions": ["Admin", "Read", "Write", "List"]}
    (folder / "s3.json").write_text(json.dumps({"identities": [account]}), encoding="utf-8")
    probes = [socket.create_server(("127.0.0.1", 0)) for _ in range(8)]
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    names = ("master.port", "master.port.grpc", "volume.port", "volume.port.grpc", "filer.port", "filer.port.grpc", "s3.port", "s3.port.grpc")
    options = [f"-{name}={port}" for name, port in zip(names, ports, strict=True)]
    where = [f"-dir={folder}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-filer", "-s3", f"-s3.config={folder / 's3.json'}", "-s3.autoCreateBucket", "-s3.port.iceberg=0", "-s3.port.lance=0"]
    with (folder / "log").open("wb") as log, subprocess.Popen([str(WEED), "server", *where, *options], cwd=folder, stdout=log, stderr=log) as server:
        try:
            _until_it_answers(ports[6], server)
            yield f"http://127.0.0.1:{ports[6]}"
        finally:
            server.kill()


def _until_it_answers(port: int, server: subprocess.Popen[bytes]) -> None:
    while server.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        with suppress(OSError, http.client.HTTPException), closing(connection):
            connection.request("GET", "/")
            with connection.getresponse() as answer:
                answer.read()
            return
        with suppress(subprocess.TimeoutExpired):
            server.wait(0.1)
    raise RuntimeError("the server ended")


def _bucket(endpoint: str, secret: str = "secret") -> Bucket:
    return Bucket("s3://files/some/where", {"AWS_ENDPOINT_URL": endpoint, "AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": secret})


async def _placed(bucket: Bucket, whole: bytes) -> str:
    id = secrets.token_hex(16)
    placing = bucket.place(id)
    for start in range(0, len(whole), 262_144):
        await placing.add(whole[start : start + 262_144])
    await placing.finish()
    return id


async def test_what_is_placed_is_read_in_ranges_and_deleted(endpoint: str) -> None:
    """A small file as one request, a large one in parts; what is not there has no size, and may be deleted twice."""
    bucket = _bucket(endpoint)
    for size in (1, 1_000, 9_500_000):
        whole = bytes(size)[:-1] + b"e"
        id = await _placed(bucket, whole)
        assert await bucket.size(id) == size
        assert b"".join([part async for part in bucket.read(id, 0, size)]) == whole
        assert b"".join([part async for part in bucket.read(id, size // 2, size - size // 2)]) == whole[size // 2 :]
        await bucket.delete([id, "0" * 32])
        await bucket.delete([id])
        assert await bucket.size(id) is None


async def test_what_was_given_up_is_not_there(endpoint: str) -> None:
    """An upload that is dropped in the middle is never to be seen."""
    bucket, id = _bucket(endpoint), secrets.token_hex(16)
    placing = bucket.place(id)
    await placing.add(b"x" * 10)
    await placing.drop()
    assert await bucket.size(id) is None


async def test_a_wrong_key_is_a_failure_of_storage(endpoint: str) -> None:
    """503 for whoever asks, without words of the server's."""
    with pytest.raises(StorageFailed):
        await _placed(_bucket(endpoint, "other"), b"x")


def test_a_name_that_is_no_bucket_is_refused_at_start() -> None:
    """As a fault of the settings."""
    with pytest.raises(DeclarationFault, match="BEDPLATE_FILES"):
        Bucket("s3://", {})
