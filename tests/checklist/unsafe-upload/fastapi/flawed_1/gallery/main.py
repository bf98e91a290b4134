from fastapi import FastAPI, UploadFile

from gallery.store import keep

app = FastAPI()


@app.post("/pictures", status_code=201)
def add(picture: UploadFile):
    keep(picture.filename, picture.file)
    return {"kept": True}
