from fastapi import Depends, FastAPI, HTTPException
from sqlalchemy import select

from identity import who
from schema import CardMove
from tables import Board, Card, Lane, work

app = FastAPI()


@app.get("/lanes/{lane_id}")
async def lane(lane_id: int, me=Depends(who), db=Depends(work)):
    found = (await db.execute(select(Lane).where(Lane.id == lane_id, Lane.owner_id == me.id))).scalar_one_or_none()
    if found is None:
        raise HTTPException(404)
    return {"title": found.title}


@app.patch("/cards/{card_id}")
async def move(card_id: int, data: CardMove, me=Depends(who), db=Depends(work)):
    card = (await db.execute(select(Card).where(Card.id == card_id, Card.owner_id == me.id))).scalar_one_or_none()
    if card is None:
        raise HTTPException(404)
    card.lane_id = data.lane_id
    await db.commit()
    return {"lane": card.lane_id}
