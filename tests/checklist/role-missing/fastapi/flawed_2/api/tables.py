import os

from sqlmodel import Field, Session, SQLModel, create_engine

engine = create_engine(os.environ["SHOP_DB"])


class Clerk(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    name: str
    role: str


class Coupon(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    code: str
    percent: int


def db():
    with Session(engine) as session:
        yield session
