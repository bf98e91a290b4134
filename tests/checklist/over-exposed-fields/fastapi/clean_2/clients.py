import os

from sqlmodel import Field, Session, SQLModel, create_engine


class Client(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    title: str
    secret: str
    callback_secret: str


def tx():
    with Session(create_engine(os.environ["CLIENTS"])) as db:
        yield db
