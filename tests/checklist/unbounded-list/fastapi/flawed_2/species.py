import os

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

engine = create_async_engine(os.environ["NATURE"])


class Base(DeclarativeBase):
    pass


class Species(Base):
    __tablename__ = "species"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class SpeciesRepository:
    def __init__(self, session: AsyncSession):
        self.session = session

    async def listing(self, page):
        rows = await self.session.execute(select(Species).offset(page.skip).limit(page.limit))
        return rows.scalars().all()


async def repository():
    async with AsyncSession(engine) as session:
        yield SpeciesRepository(session)
