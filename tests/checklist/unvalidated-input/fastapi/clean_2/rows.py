import os

from sqlalchemy import JSON, Column, Integer, String, create_engine
from sqlalchemy.orm import Session, declarative_base

Base = declarative_base()


class Event(Base):
    __tablename__ = "events"
    id = Column(Integer, primary_key=True)
    kind = Column(String)
    extra = Column(JSON)


def session():
    with Session(create_engine(os.environ["E"])) as db:
        yield db
