from pydantic import BaseModel


class CardMove(BaseModel):
    lane_id: int
