"""One engine, one session per request, as SQLAlchemy's asyncio page and FastAPI's page on dependencies have it."""
from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import Depends
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

from fastapi_helpdesk.settings import get_settings

engine = create_async_engine(f"sqlite+aiosqlite:///{get_settings().database}", connect_args={"timeout": 30})
make_session = async_sessionmaker(engine, expire_on_commit=False)
write_lock = asyncio.Lock()  # SQLite has one writer; waiting here is far cheaper than SQLite's own sleeping and asking again


@event.listens_for(engine.sync_engine, "connect")
def durable(connection: Any, record: Any) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "cache_size = -8192"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


async def get_session() -> AsyncIterator[AsyncSession]:
    async with make_session() as session:
        yield session


Session = Annotated[AsyncSession, Depends(get_session)]
