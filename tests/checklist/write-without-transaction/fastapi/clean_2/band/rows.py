import os

from sqlmodel import Field, Session, SQLModel, create_engine

engine = create_engine(os.environ["BAND"])


class Concert(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    town: str


class Visit(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    page: str


def db():
    with Session(engine) as opened:
        yield opened
