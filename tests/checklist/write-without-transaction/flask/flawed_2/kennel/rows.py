import os

from sqlalchemy import Column, ForeignKey, Integer, String, create_engine
from sqlalchemy.orm import declarative_base, sessionmaker

Base = declarative_base()
Open = sessionmaker(create_engine(os.environ["KENNEL"]))


class Dog(Base):
    __tablename__ = "dogs"
    id = Column(Integer, primary_key=True)
    name = Column(String)


class Stay(Base):
    __tablename__ = "stays"
    id = Column(Integer, primary_key=True)
    dog = Column(Integer, ForeignKey("dogs.id"))
    box = Column(Integer)
