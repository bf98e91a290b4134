from pydantic import BaseModel, Field


class Arrival(BaseModel):
    name: str = Field(max_length=40)
    box: int = Field(ge=1, le=30)
