import os

from sqlalchemy import Column, ForeignKey, Integer, String, create_engine
from sqlalchemy.orm import Session, declarative_base

Base = declarative_base()


class Planet(Base):
    __tablename__ = "planets"
    id = Column(Integer, primary_key=True)
    name = Column(String)


class Moon(Base):
    __tablename__ = "moons"
    id = Column(Integer, primary_key=True)
    planet_id = Column(Integer, ForeignKey("planets.id"))


def session():
    with Session(create_engine(os.environ["SKY"])) as db:
        yield db
