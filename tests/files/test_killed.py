"""A process that is killed between the bytes and the row: nothing acknowledged is lost, and nothing lies about for ever."""
from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from tests.files.forms import JPEG, PNG

CHILD = '''
import asyncio, os, signal, sys
from pathlib import Path
from tests.files.gallery_app import Person, Product, app
from tests.files.forms import JPEG, PNG, running, tidy
from bedplate import put
from bedplate.testing.bed import Bed
from bedplate.testing.template import Template

async def main(folder: Path) -> None:
    bed = Bed(Template(app, folder), folder, {})
    anna = await bed.make(Person)
    product = await bed.make(Product, put(Product.owner, anna), put(Product.published, True))
    path = f"/v1/products/{product.id}/picture"
    client = bed.client(anna)
    assert (await client.send("PUT", path, body=PNG, headers={"content-type": "image/png"})).status == 200
    print(path, flush=True)
    die = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
    running(bed).store._applier.work = die
    await client.send("PUT", path, body=JPEG, headers={"content-type": "image/jpeg"})

asyncio.run(main(Path(sys.argv[1])))
'''



def test_a_killed_upload_leaves_the_old_file_and_no_orphan(tmp_path: Path) -> None:
    """The row still holds its picture; the bytes of the other one are deleted by the next process, after a while."""
    done = subprocess.run([sys.executable, "-c", CHILD, str(tmp_path)], capture_output=True, text=True, timeout=60, cwd=Path(__file__).parents[2])
    assert done.returncode == -signal.SIGKILL, done.stderr
    kept = {path.read_bytes() for path in tmp_path.rglob("bed.db.files/*/*")}
    assert kept == {PNG, JPEG}, "killed after the bytes, before the row"
    asyncio.run(_look(tmp_path, done.stdout.strip()))
    assert [path.read_bytes() for path in tmp_path.rglob("bed.db.files/*/*")] == [PNG]


async def _look(folder: Path, path: str) -> None:
    from tests.files.gallery_app import app

    from bedplate.storage.files.directory import Directory
    from bedplate.storage.files.keeper import Files
    from bedplate.storage.sqlite import Database
    from bedplate.testing.clock import StandingClock

    assert app is not None and path.startswith("/v1/products/")
    database = Database.open(folder / "bed.db")
    clock = StandingClock()
    files = Files(database, Directory(folder / "bed.db.files"), clock.now)
    assert await files.forget(clock.now(), 10) is False
    assert len(list(folder.rglob("bed.db.files/*/*"))) == 2, "too early"
    await files.forget(clock.now() + timedelta(hours=2), 10)
    assert await database.read("SELECT holders FROM bedplate_file") == [(1,)]
    await database.close()
