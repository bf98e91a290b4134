import enum

from fastapi import Depends, FastAPI
from sqlalchemy import text

from engine import session

app = FastAPI()


class Order(enum.Enum):
    newest = "created DESC"
    cheapest = "price ASC"


TABLE = "offers"


@app.get("/offers")
def offers(ids: str, order: Order = Order.newest, db=Depends(session)):
    numbers = [int(part) for part in ids.split(",")][:50]
    marks = ", ".join(f":n{index}" for index in range(len(numbers)))
    statement = text(f"SELECT id, price FROM {TABLE} WHERE id IN ({marks}) ORDER BY {order.value}")
    return [dict(row) for row in db.execute(statement, {f"n{i}": n for i, n in enumerate(numbers)}).mappings()]
