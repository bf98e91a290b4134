import os

from sqlalchemy import Column, Integer, String, create_engine
from sqlalchemy.orm import Session, declarative_base

Base = declarative_base()


class Bug(Base):
    __tablename__ = "bugs"
    id = Column(Integer, primary_key=True)
    title = Column(String)


def session():
    with Session(create_engine(os.environ["BUGS"])) as db:
        yield db
