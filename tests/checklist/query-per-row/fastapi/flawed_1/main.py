from fastapi import Depends, FastAPI
from sqlalchemy import select

from shelf import Author, Book, session

app = FastAPI()


@app.get("/books")
def books(db=Depends(session)):
    shown = []
    for book in db.scalars(select(Book).order_by(Book.id).limit(50)).all():
        author = db.scalar(select(Author).where(Author.id == book.author_id))
        shown.append({"title": book.title, "author": author.name})
    return shown
