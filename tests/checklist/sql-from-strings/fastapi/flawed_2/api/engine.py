import os

from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

engine = create_async_engine(os.environ["SALES"])


async def session():
    async with AsyncSession(engine) as db:
        yield db
