"""A vault that is a bucket of a storage that speaks S3, through obstore (the extra `s3`). Loaded only where it is named."""
from __future__ import annotations

from collections.abc import AsyncIterator, Generator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from obstore.exceptions import BaseError
from obstore.store import S3Store

from bedplate.errors import DeclarationFault, Fault, Place
from bedplate.storage.files.vault import PIECE, Placing
from bedplate.storage.refusals import StorageFailed

if TYPE_CHECKING:
    from obstore import AsyncWritableFile
    from obstore.store import ClientConfig, S3Config

__all__ = ["Bucket"]

_PART = 8_388_608  # bytes of a part of an upload; a smaller file goes as one request


class Bucket:
    """`s3://bucket/prefix`; the address, region and keys are those of the environment that every S3 client reads (`AWS_…`)."""

    def __init__(self, url: str, environment: Mapping[str, str]) -> None:
        self._store = _store(url, environment)

    def place(self, id: str) -> Placing:
        """A file to be written."""
        with _in_our_words():
            from obstore import open_writer_async

            return _Placing(self, id, open_writer_async(self._store, id, buffer_size=_PART, attributes={"Content-Type": "application/octet-stream"}))

    async def size(self, id: str) -> int | None:
        """How many bytes there are, None where there is no such object."""
        try:
            with _in_our_words():
                return (await self._store.head_async(id))["size"]
        except FileNotFoundError:
            return None

    async def read(self, id: str, start: int, length: int) -> AsyncIterator[bytes]:
        """So many bytes from there on, in pieces."""
        if not length:
            return
        with _in_our_words():
            found = await self._store.get_async(id, options={"range": (start, start + length)})
            async for part in found.stream(min_chunk_size=PIECE):
                yield bytes(part)

    async def delete(self, ids: Sequence[str]) -> None:
        """Whatever there is of them."""
        for id in ids:
            try:
                with _in_our_words():
                    await self._store.delete_async(id)
            except FileNotFoundError:
                continue

    async def close(self) -> None:
        """Connections end with the process."""


class _Placing:
    def __init__(self, bucket: Bucket, id: str, writer: AsyncWritableFile) -> None:
        self._bucket = bucket
        self._id = id
        self._writer = writer
        self._done = False

    async def add(self, part: bytes) -> None:
        """The next bytes."""
        with _in_our_words():
            await self._writer.write(part)

    async def finish(self) -> None:
        """There, and as durable as the storage makes it."""
        with _in_our_words():
            await self._writer.close()
        self._done = True

    async def drop(self) -> None:
        """Nothing of it is to be seen. Parts of an upload that never ended are removed by the bucket's own rule for such."""
        if self._done:
            await self._bucket.delete([self._id])


def _store(url: str, environment: Mapping[str, str]) -> S3Store:
    said = {name.lower(): value for name, value in environment.items() if name.startswith("AWS_")}
    endpoint = said.get("aws_endpoint_url_s3") or said.get("aws_endpoint_url") or ""
    config: S3Config = {"skip_signature": False}
    if endpoint:
        config["endpoint"] = endpoint
    if "aws_access_key_id" in said:
        config["access_key_id"] = said["aws_access_key_id"]
    if "aws_secret_access_key" in said:
        config["secret_access_key"] = said["aws_secret_access_key"]
    if "aws_session_token" in said:
        config["session_token"] = said["aws_session_token"]
    config["region"] = said.get("aws_region") or said.get("aws_default_region") or "us-east-1"
    client: ClientConfig = {"allow_http": endpoint.startswith("http://"), "timeout": "60s", "connect_timeout": "5s"}
    try:
        return S3Store.from_url(url, config=config, client_options=client, retry_config={"max_retries": 3})
    except (BaseError, ValueError) as error:
        raise DeclarationFault([Fault("SETTING_INVALID", "BEDPLATE_FILES names no bucket", "write s3://bucket/prefix", Place("environment", 1))]) from error


@contextmanager
def _in_our_words() -> Generator[None]:
    try:
        yield
    except FileNotFoundError:  # which obstore raises for an object that is not there
        raise
    except (BaseError, OSError) as error:  # a writer tells of the server by an OSError
        raise StorageFailed(private=f"the bucket cannot be read or written: {type(error).__name__}") from error
