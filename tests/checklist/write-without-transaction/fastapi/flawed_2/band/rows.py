import os

from sqlmodel import Field, Session, SQLModel, create_engine

engine = create_engine(os.environ["BAND"])


class Concert(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    town: str


class Seat(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    concert_id: int = Field(foreign_key="concert.id")
    row: int


def db():
    with Session(engine) as opened:
        yield opened
