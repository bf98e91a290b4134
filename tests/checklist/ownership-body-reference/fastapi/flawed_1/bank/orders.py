from fastapi import Depends, FastAPI, HTTPException
from pydantic import BaseModel, Field

from .customer import customer
from .data import Account, Customer, Order, db

app = FastAPI()


class OrderIn(BaseModel):
    account_id: int
    cents: int = Field(gt=0)


@app.get("/accounts/{account_id}")
def account(account_id: int, me: Customer = Depends(customer), session=Depends(db)):
    found = session.get(Account, account_id)
    if found is None or found.customer_id != me.id:
        raise HTTPException(404)
    return {"iban": found.iban}


@app.post("/orders", status_code=201)
def place(order: OrderIn, me: Customer = Depends(customer), session=Depends(db)):
    made = Order(customer_id=me.id, account_id=order.account_id, cents=order.cents)
    session.add(made)
    session.commit()
    return {"id": made.id}
