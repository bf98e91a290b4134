import os

import asyncpg


async def connection():
    conn = await asyncpg.connect(os.environ["PG_DSN"])
    try:
        yield conn
    finally:
        await conn.close()
