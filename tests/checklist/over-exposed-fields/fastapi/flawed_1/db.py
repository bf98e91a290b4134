import os

from sqlalchemy import create_engine
from sqlalchemy.orm import DeclarativeBase, Session


class Base(DeclarativeBase):
    pass


def get_db():
    with Session(create_engine(os.environ["DB"])) as db:
        yield db
