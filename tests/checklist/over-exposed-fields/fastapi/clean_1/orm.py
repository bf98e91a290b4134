import os

from sqlalchemy import Column, Date, Integer, String, create_engine
from sqlalchemy.orm import Session, declarative_base

Base = declarative_base()


class User(Base):
    __tablename__ = "users"
    id = Column(Integer, primary_key=True)
    name = Column(String(40))
    since = Column(Date)
    hashed_password = Column(String(200))


def database():
    with Session(create_engine(os.environ["USERS_DB"])) as db:
        yield db
