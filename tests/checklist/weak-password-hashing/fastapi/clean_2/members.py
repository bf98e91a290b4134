import os

from sqlalchemy import Column, ForeignKey, Integer, String, create_engine
from sqlalchemy.orm import Session, declarative_base

Base = declarative_base()


class Member(Base):
    __tablename__ = "members"
    id = Column(Integer, primary_key=True)
    password_hash = Column(String)


class ResetToken(Base):
    __tablename__ = "reset_tokens"
    id = Column(Integer, primary_key=True)
    digest = Column(String)
    member_id = Column(Integer, ForeignKey("members.id"))


def session():
    with Session(create_engine(os.environ["MEMBERS"])) as db:
        yield db
