import os

from sqlalchemy import Column, ForeignKey, Integer, String, create_engine
from sqlalchemy.orm import declarative_base, sessionmaker

Base = declarative_base()
Local = sessionmaker(create_engine(os.environ["STAFF_DB"]))


class Worker(Base):
    __tablename__ = "workers"
    id = Column(Integer, primary_key=True)
    phone = Column(String(20))
    grade = Column(String(10))


class Shift(Base):
    __tablename__ = "shifts"
    id = Column(Integer, primary_key=True)
    hours = Column(Integer)
    worker_id = Column(Integer, ForeignKey("workers.id"))


def tx():
    db = Local()
    try:
        yield db
    finally:
        db.close()
