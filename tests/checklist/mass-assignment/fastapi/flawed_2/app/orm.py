import os

from sqlmodel import Field, Session, SQLModel, create_engine

engine = create_engine(os.environ["FORUM"])


class Person(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    email: str
    name: str
    city: str | None = None
    moderator: bool = False


class Thread(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    title: str
    closed: bool = False


def db():
    with Session(engine) as session:
        yield session
