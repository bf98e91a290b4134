import os

from sqlalchemy import create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    is_admin: Mapped[bool]
    locked: Mapped[bool]


engine = create_engine(os.environ["PEOPLE"])


def get_db():
    with Session(engine) as db:
        yield db
