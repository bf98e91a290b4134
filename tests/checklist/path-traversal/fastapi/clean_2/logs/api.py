from datetime import date
from typing import Annotated

from fastapi import Depends, FastAPI
from fastapi.responses import FileResponse

from logs.folder import Folder, folder

app = FastAPI()


@app.get("/log")
def log(day: date, kept: Annotated[Folder, Depends(folder)]):
    return FileResponse(kept.path_of(day))
