from sqlmodel import Field, Session, SQLModel, create_engine

engine = create_engine("sqlite:///members.db")


class Member(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=60, unique=True)
    password_hash: str


class Visit(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    token: str
    member_id: int = Field(foreign_key="member.id")


def with_session():
    with Session(engine) as session:
        yield session
