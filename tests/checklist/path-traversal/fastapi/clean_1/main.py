from fastapi import FastAPI, HTTPException

from manuals import manual

app = FastAPI()


@app.get("/manuals/{name:path}")
def show(name: str):
    text = manual(name)
    if text is None:
        raise HTTPException(404)
    return {"text": text}
