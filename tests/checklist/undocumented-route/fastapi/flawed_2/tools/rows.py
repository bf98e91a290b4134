import os
from typing import Iterator

from sqlmodel import Field, Session, SQLModel, create_engine


class Tool(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=60)
    weight: float = 0


bench = create_engine(os.environ["BENCH"], pool_pre_ping=True)


def session() -> Iterator[Session]:
    opened = Session(bench)
    try:
        yield opened
    finally:
        opened.close()
