from pydantic import BaseModel, ConfigDict

from tables import Member, session


class MemberShape(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int
    name: str
    rank: str = "guest"


def member_by_number(number) -> MemberShape | None:
    found = session.get(Member, int(number))
    return MemberShape.model_validate(found) if found else None
