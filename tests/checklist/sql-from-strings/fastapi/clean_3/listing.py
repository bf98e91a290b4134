import re
from typing import Literal

from pydantic import BaseModel, model_validator

SORTED = ("id", "title", "made")
PLAIN = re.compile(r"[a-z_]+")


class Listing(BaseModel):
    search: str | None = None
    sortby: str | None = None
    direction: Literal["asc", "desc"] = "asc"
    limit: int = 20
    table: str | None = None

    @model_validator(mode="before")
    @classmethod
    def known_column(cls, values):
        if values.get("sortby") and values["sortby"] not in SORTED:
            raise ValueError("no such column")
        return values

    def order(self):
        if not self.sortby:
            return ""
        prefix = f"{self.table}." if self.table else ""
        return f"ORDER BY {prefix}{self.sortby} {self.direction}"

    def bound(self):
        return f"LIMIT {min(100, self.limit)}"


def wanted(search: str | None = None, sortby: str | None = None, direction: Literal["asc", "desc"] = "asc", limit: int = 20) -> Listing:
    return Listing(search=search, sortby=sortby, direction=direction, limit=limit)
