import os

from sqlalchemy import Column, Float, Integer, String, create_engine
from sqlalchemy.orm import Session, declarative_base

Base = declarative_base()


class Measurement(Base):
    __tablename__ = "measurements"
    id = Column(Integer, primary_key=True)
    sensor = Column(String)
    value = Column(Float)
    unit = Column(String)


def session():
    with Session(create_engine(os.environ["M"])) as db:
        yield db
