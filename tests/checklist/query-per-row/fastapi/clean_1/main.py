from fastapi import Depends, FastAPI
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from shelf import Book, session

app = FastAPI()


@app.get("/books")
def books(db=Depends(session)):
    statement = select(Book).options(joinedload(Book.author)).order_by(Book.id).limit(50)
    return [{"title": book.title, "author": book.author.name} for book in db.scalars(statement)]
