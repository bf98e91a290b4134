import os
import uuid

from sqlalchemy import ForeignKey, String
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

factory = async_sessionmaker(create_async_engine(os.environ["PG"]))


class Entity(DeclarativeBase):
    pass


class Buyer(Entity):
    __tablename__ = "buyers"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    email: Mapped[str] = mapped_column(String(120))


class Address(Entity):
    __tablename__ = "addresses"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    street: Mapped[str] = mapped_column(String(120))
    buyer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("buyers.id"))


async def unit() -> AsyncSession:
    async with factory() as session:
        yield session
