import os

from sqlalchemy import Boolean, Column, Integer, String, create_engine
from sqlalchemy.orm import Session, declarative_base

Base = declarative_base()


class Guest(Base):
    __tablename__ = "guests"
    id = Column(Integer, primary_key=True)
    email = Column(String)
    phone = Column(String)
    host = Column(Boolean, default=False)


def connect():
    with Session(create_engine(os.environ["DB"])) as db:
        yield db
