from typing import Any, Literal

from pydantic import BaseModel, field_validator


class EventIn(BaseModel):
    kind: Literal["click", "view"]
    extra: dict[str, Any] = {}

    @field_validator("extra")
    @classmethod
    def small(cls, value):
        if len(value) > 10:
            raise ValueError("at most ten")
        return value
