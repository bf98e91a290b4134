import os

from sqlalchemy import Column, ForeignKey, Integer, String, create_engine
from sqlalchemy.orm import Session, declarative_base

Base = declarative_base()
engine = create_engine(os.environ["ROOMS_DB"])


class Person(Base):
    __tablename__ = "people"
    id = Column(Integer, primary_key=True)


class Room(Base):
    __tablename__ = "rooms"
    id = Column(Integer, primary_key=True)
    host_id = Column(ForeignKey("people.id"))


class Desk(Base):
    __tablename__ = "desks"
    id = Column(Integer, primary_key=True)
    label = Column(String(20))
    room_id = Column(ForeignKey("rooms.id"))


def transaction():
    with Session(engine) as db:
        yield db
