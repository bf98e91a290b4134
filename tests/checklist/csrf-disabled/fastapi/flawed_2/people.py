import os

from sqlalchemy import Column, ForeignKey, Integer, String, create_engine
from sqlalchemy.orm import Session, declarative_base

Base = declarative_base()


class Person(Base):
    __tablename__ = "people"
    id = Column(Integer, primary_key=True)
    name = Column(String)
    digest = Column(String)


class Visit(Base):
    __tablename__ = "visits"
    id = Column(Integer, primary_key=True)
    key = Column(String)
    person_id = Column(Integer, ForeignKey("people.id"))


def tx():
    with Session(create_engine(os.environ["PEOPLE"])) as db:
        yield db
