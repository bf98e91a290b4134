from typing import Annotated

import asyncpg
from fastapi import Depends, FastAPI, HTTPException

from caller import caller
from pool import connection

app = FastAPI()
Conn = Annotated[asyncpg.Connection, Depends(connection)]
Caller = Annotated[int, Depends(caller)]


async def check_album(conn: asyncpg.Connection, album: int, me: int) -> None:
    row = await conn.fetchrow("SELECT owner FROM albums WHERE id = $1", album)
    if row is None or row["owner"] != me:
        raise HTTPException(404)


@app.get("/albums/{album}/pictures")
async def pictures(album: int, me: Caller, conn: Conn):
    await check_album(conn, album, me)
    return await conn.fetch("SELECT id, url FROM pictures WHERE album_id = $1 LIMIT 100", album)


@app.delete("/albums/{album}/pictures/{picture}", status_code=204)
async def remove(album: int, picture: int, me: Caller, conn: Conn):
    await check_album(conn, album, me)
    await conn.execute("DELETE FROM pictures WHERE id = $1", picture)
