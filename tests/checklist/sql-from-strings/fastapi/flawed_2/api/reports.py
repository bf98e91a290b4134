from typing import Annotated

from fastapi import APIRouter, Depends
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from api.engine import session
from api.filters import SalesFilter

router = APIRouter()


class Statements:
    sales = "SELECT day, sum(amount) AS amount FROM sales WHERE region = '{region}' GROUP BY day ORDER BY {order} LIMIT 400"


@router.get("/reports/sales")
async def sales(filters: Annotated[SalesFilter, Depends()], db: Annotated[AsyncSession, Depends(session)]):
    statement = Statements.sales.format(region=filters.region, order=filters.order)
    rows = await db.execute(text(statement))
    return [dict(row) for row in rows.mappings()]
