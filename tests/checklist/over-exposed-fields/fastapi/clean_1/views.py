from datetime import date

from pydantic import BaseModel


class UserView(BaseModel):
    name: str
    since: date

    class Config:
        from_attributes = True
