import os

from sqlalchemy import create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column


class Base(DeclarativeBase):
    pass


class Account(Base):
    __tablename__ = "accounts"
    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str]
    tag: Mapped[str]
    password_hash: Mapped[str]


def session():
    with Session(create_engine(os.environ["ACCOUNTS"])) as db:
        yield db
