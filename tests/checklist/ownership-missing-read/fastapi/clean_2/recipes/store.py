import os

from sqlmodel import Field, Session, SQLModel, create_engine, select

engine = create_engine(os.environ["URL"])


class Cook(SQLModel, table=True):
    id: int = Field(primary_key=True)
    nick: str


class Recipe(SQLModel, table=True):
    id: int = Field(primary_key=True)
    title: str
    cook_id: int = Field(foreign_key="cook.id")


def get_session():
    with Session(engine) as s:
        yield s


def newest(db: Session, count: int) -> list[Recipe]:
    return db.exec(select(Recipe).order_by(Recipe.id.desc()).limit(count)).all()
