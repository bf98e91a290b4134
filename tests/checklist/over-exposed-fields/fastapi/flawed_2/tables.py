import os

from sqlmodel import Field, Session, SQLModel, create_engine

engine = create_engine(os.environ["MEMBERS"])


class Member(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    email: str
    city: str
    phrase_digest: str


def session():
    with Session(engine) as db:
        yield db
