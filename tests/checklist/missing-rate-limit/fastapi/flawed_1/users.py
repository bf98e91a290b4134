import os

from sqlalchemy import Column, Integer, String, create_engine
from sqlalchemy.orm import Session, declarative_base

Base = declarative_base()


class User(Base):
    __tablename__ = "users"
    id = Column(Integer, primary_key=True)
    name = Column(String)
    hashed = Column(String)


def get_db():
    with Session(create_engine(os.environ["DB"])) as db:
        yield db
