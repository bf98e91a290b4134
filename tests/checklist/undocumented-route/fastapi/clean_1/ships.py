import os

from sqlalchemy import Column, Integer, String, create_engine
from sqlalchemy.orm import Session, declarative_base

Base = declarative_base()


class Ship(Base):
    __tablename__ = "ships"
    id = Column(Integer, primary_key=True)
    name = Column(String)


def session():
    with Session(create_engine(os.environ["DB"])) as db:
        yield db
