from fastapi import Depends, FastAPI
from pydantic import BaseModel, Field

from orders.store import Basket, Item, opened

app = FastAPI()


class NewBasket(BaseModel):
    name: str = Field(max_length=40)
    sku: str = Field(max_length=20)


@app.post("/baskets", status_code=201)
def add(given: NewBasket, db=Depends(opened)):
    basket = Basket(name=given.name)
    db.add(basket)
    db.commit()
    db.refresh(basket)
    db.add(Item(basket_id=basket.id, sku=given.sku))
    db.commit()
    return {"id": basket.id}
