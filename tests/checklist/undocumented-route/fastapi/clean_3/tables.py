from sqlmodel import Field, SQLModel, create_engine

engine = create_engine("sqlite:///shops.db")


class Shop(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=40, index=True)
    title: str = Field(max_length=80)
