import os
from contextlib import closing

from sqlalchemy import Column, Integer, String, create_engine, select
from sqlalchemy.orm import Session, declarative_base

engine = create_engine(os.environ["LOG"])
Base = declarative_base()


class Line(Base):
    __tablename__ = "lines"
    id = Column(Integer, primary_key=True)
    words = Column(String(200))


def newest(count):
    with closing(Session(engine)) as session:
        return session.scalars(select(Line).order_by(Line.id.desc()).limit(count)).all()
