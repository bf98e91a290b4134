from pydantic import BaseModel, EmailStr, Field


class PersonFields(BaseModel):
    email: EmailStr
    name: str = Field(max_length=60)
    moderator: bool = False


class PersonUpdate(PersonFields):
    city: str | None = None


class PersonOut(BaseModel):
    id: int
    name: str
