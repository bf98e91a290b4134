import os

from sqlalchemy import Column, ForeignKey, Integer, String, create_engine
from sqlalchemy.orm import declarative_base, sessionmaker

Base = declarative_base()
Open = sessionmaker(create_engine(os.environ["LEDGER"]))


class Entry(Base):
    __tablename__ = "entries"
    id = Column(Integer, primary_key=True)
    account = Column(Integer, ForeignKey("accounts.id"))
    cents = Column(Integer)


class Account(Base):
    __tablename__ = "accounts"
    id = Column(Integer, primary_key=True)
    label = Column(String)
