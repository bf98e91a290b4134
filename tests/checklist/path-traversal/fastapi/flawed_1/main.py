from fastapi import FastAPI

from manuals import manual

app = FastAPI()


@app.get("/manuals/{name:path}")
def show(name: str):
    return {"text": manual(name)}
