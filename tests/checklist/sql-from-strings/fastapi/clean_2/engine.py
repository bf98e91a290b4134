import os

from sqlalchemy import create_engine
from sqlalchemy.orm import Session


def session():
    with Session(create_engine(os.environ["OFFERS"])) as db:
        yield db
