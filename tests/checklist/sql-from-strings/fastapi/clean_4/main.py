from fastapi import FastAPI, Query

from store import found

app = FastAPI()


@app.get("/notes/search")
def search(text: str = Query(max_length=80)):
    return found(text.lower().split()[:5])
