from fastapi import Depends, FastAPI

from search import find
from store import cursor

app = FastAPI()


@app.get("/books")
def books(q: str, order: str = "title", cur=Depends(cursor)):
    return find(cur, q, order)
