from fastapi import Depends, FastAPI, HTTPException
from pydantic import BaseModel, Field

from base import Folder, Page, connect
from reader import reader

app = FastAPI()


class PageIn(BaseModel):
    folder_id: int
    text: str = Field(max_length=5000)


def own_folder(db, folder_id: int, me) -> Folder:
    folder = db.query(Folder).filter(Folder.id == folder_id, Folder.reader_id == me.id).first()
    if folder is None:
        raise HTTPException(400, "no such folder")
    return folder


@app.post("/pages", status_code=201)
def add(page: PageIn, me=Depends(reader), db=Depends(connect)):
    folder = own_folder(db, page.folder_id, me)
    made = Page(folder_id=folder.id, text=page.text, reader_id=me.id)
    db.add(made)
    db.commit()
    return {"id": made.id}
