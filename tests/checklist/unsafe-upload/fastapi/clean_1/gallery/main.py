from fastapi import FastAPI, HTTPException, UploadFile

from gallery.store import ENDINGS, keep

app = FastAPI()


@app.post("/pictures", status_code=201)
def add(picture: UploadFile):
    if picture.content_type not in ENDINGS:
        raise HTTPException(415)
    keep(picture.content_type, picture.file)
    return {"kept": True}
