import os

from sqlalchemy import Column, Float, Integer, String, create_engine
from sqlalchemy.orm import declarative_base, sessionmaker

Base = declarative_base()
Session = sessionmaker(bind=create_engine(os.environ["SENSORS"]))


class Measurement(Base):
    __tablename__ = "measurements"
    id = Column(Integer, primary_key=True)
    unit = Column(String(10))
    amount = Column(Float)


def save(unit, amount):
    with Session() as session:
        session.add(Measurement(unit=unit, amount=amount))
        session.commit()
