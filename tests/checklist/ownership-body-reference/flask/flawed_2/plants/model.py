import os

from sqlalchemy import ForeignKey, create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, scoped_session, sessionmaker

session = scoped_session(sessionmaker(create_engine(os.environ["PLANTS"])))


class Base(DeclarativeBase):
    pass


class Gardener(Base):
    __tablename__ = "gardeners"
    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(unique=True)


class Plant(Base):
    __tablename__ = "plants"
    id: Mapped[int] = mapped_column(primary_key=True)
    gardener_id: Mapped[int] = mapped_column(ForeignKey(Gardener.id))


class Reading(Base):
    __tablename__ = "readings"
    id: Mapped[int] = mapped_column(primary_key=True)
    moisture: Mapped[float]
    plant_id: Mapped[int] = mapped_column(ForeignKey(Plant.id))
