import os

from sqlmodel import Field, Session, SQLModel, create_engine

engine = create_engine(os.environ["BANK"])


class Customer(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    number: str


class Account(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    customer_id: int = Field(foreign_key="customer.id")
    iban: str


class Order(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    customer_id: int = Field(foreign_key="customer.id")
    account_id: int = Field(foreign_key="account.id")
    cents: int


def db():
    with Session(engine) as session:
        yield session
