import os

from sqlmodel import Field, Session, SQLModel, create_engine

engine = create_engine(os.environ["TRIPS"])


class Trip(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    name: str


class Stop(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    trip_id: int = Field(foreign_key="trip.id")
    place: str


def opened():
    with Session(engine) as db:
        yield db
