from fastapi import Depends, FastAPI, HTTPException
from pydantic import BaseModel, Field

from model import Category, Product, Seller, session
from sellers import seller

app = FastAPI()


class ProductIn(BaseModel):
    name: str = Field(max_length=80)
    category_id: int


@app.get("/categories")
def categories(db=Depends(session)):
    return db.query(Category).order_by(Category.name).limit(100).all()


@app.post("/products", status_code=201)
def offer(data: ProductIn, me: Seller = Depends(seller), db=Depends(session)):
    """Categories belong to nobody: every seller may name any."""
    if db.get(Category, data.category_id) is None:
        raise HTTPException(400, "no such category")
    product = Product(name=data.name, category_id=data.category_id, seller_id=me.id)
    db.add(product)
    db.commit()
    return {"id": product.id}
