from pydantic import BaseModel, ConfigDict


class Login(BaseModel):
    email: str
    phrase: str


class MemberBase(BaseModel):
    email: str
    city: str


class MemberRead(MemberBase):
    model_config = ConfigDict(from_attributes=True)
    id: int
    phrase_digest: str
