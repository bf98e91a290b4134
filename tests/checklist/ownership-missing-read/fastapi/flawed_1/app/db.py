import os

from sqlmodel import Field, Session, SQLModel, create_engine

engine = create_engine(os.environ["DB"])


class Account(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    email: str


class Invoice(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    total: int
    account_id: int = Field(foreign_key="account.id")


def session():
    with Session(engine) as db:
        yield db
