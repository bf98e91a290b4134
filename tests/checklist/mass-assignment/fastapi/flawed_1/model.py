import os

from sqlalchemy import create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column


class Base(DeclarativeBase):
    pass


class Profile(Base):
    __tablename__ = "profiles"
    id: Mapped[int] = mapped_column(primary_key=True)
    nick: Mapped[str]
    credit: Mapped[int]


def db():
    with Session(create_engine(os.environ["PROFILES"])) as session:
        yield session
