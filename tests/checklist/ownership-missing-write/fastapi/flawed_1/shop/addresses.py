import uuid
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException
from pydantic import BaseModel, Field
from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from shop.entities import Address, Buyer, unit
from shop.identity import buyer

Me = Annotated[Buyer, Depends(buyer)]
Unit = Annotated[AsyncSession, Depends(unit)]
router = APIRouter(prefix="/addresses", tags=["addresses"])


class Street(BaseModel):
    street: str = Field(min_length=3, max_length=120)


@router.get("")
async def addresses(me: Me, unit: Unit):
    rows = await unit.execute(select(Address).where(Address.buyer_id == me.id).limit(30))
    return rows.scalars().all()


@router.put("/{address_id}")
async def correct(address_id: uuid.UUID, new: Street, me: Me, unit: Unit):
    done = await unit.execute(
        update(Address).where(Address.id == address_id, Address.buyer_id == me.id).values(street=new.street)
    )
    if not done.rowcount:
        raise HTTPException(404)
    await unit.commit()
    return new


@router.delete("/{address_id}", status_code=204)
async def forget(address_id: uuid.UUID, me: Me, unit: Unit):
    await unit.execute(delete(Address).where(Address.id == address_id))
    await unit.commit()
