import os

from sqlmodel import Field, Session, SQLModel, create_engine

engine = create_engine(os.environ["TASKS_DB"])


class Worker(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    badge: str
    lead_of: str | None = None


class Task(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    title: str
    team: str
    done: bool = False
    worker_id: int = Field(foreign_key="worker.id")


def open_session():
    with Session(engine) as session:
        yield session
