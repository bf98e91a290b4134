import os

from sqlalchemy import Column, ForeignKey, Integer, Text, create_engine
from sqlalchemy.orm import declarative_base, sessionmaker

Model = declarative_base()
Maker = sessionmaker(create_engine(os.environ["PAGES"]))


class Reader(Model):
    __tablename__ = "readers"
    id = Column(Integer, primary_key=True)


class Folder(Model):
    __tablename__ = "folders"
    id = Column(Integer, primary_key=True)
    reader_id = Column(Integer, ForeignKey("readers.id"))


class Page(Model):
    __tablename__ = "pages"
    id = Column(Integer, primary_key=True)
    folder_id = Column(Integer, ForeignKey("folders.id"))
    reader_id = Column(Integer, ForeignKey("readers.id"))
    text = Column(Text)


def connect():
    with Maker() as db:
        yield db
