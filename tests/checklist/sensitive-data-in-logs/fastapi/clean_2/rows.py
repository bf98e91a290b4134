import os

from sqlmodel import Field, Session, SQLModel, create_engine


class ApiClient(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    title: str
    secret_hash: str


def tx():
    with Session(create_engine(os.environ["CLIENTS"])) as db:
        yield db
