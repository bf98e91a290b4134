import os

from sqlalchemy import Boolean, Column, ForeignKey, Integer, String, create_engine
from sqlalchemy.orm import declarative_base, sessionmaker

Base = declarative_base()
make = sessionmaker(bind=create_engine(os.environ["URL"]))


class User(Base):
    __tablename__ = "users"
    id = Column(Integer, primary_key=True)
    handle = Column(String(30), unique=True)


class Photo(Base):
    __tablename__ = "photos"
    id = Column(Integer, primary_key=True)
    caption = Column(String(200))
    shared = Column(Boolean, default=False)
    owner_id = Column(Integer, ForeignKey("users.id"))


def db_session():
    db = make()
    try:
        yield db
    finally:
        db.close()
