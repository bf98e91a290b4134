import os

from sqlmodel import Field, Session, SQLModel, create_engine

engine = create_engine(os.environ["RESET_DB"])


class Person(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    email: str
    password: str


def db():
    with Session(engine) as opened:
        yield opened
