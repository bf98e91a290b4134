import os

from sqlalchemy import ForeignKey, create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship


class Table(DeclarativeBase):
    pass


class Member(Table):
    __tablename__ = "member"
    id: Mapped[int] = mapped_column(primary_key=True)
    playlists: Mapped[list["Playlist"]] = relationship(back_populates="member")


class Playlist(Table):
    __tablename__ = "playlist"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    member: Mapped[Member] = relationship(back_populates="playlists")


engine = create_engine(os.environ["DATABASE_URL"])


def database():
    with Session(engine) as db:
        yield db
