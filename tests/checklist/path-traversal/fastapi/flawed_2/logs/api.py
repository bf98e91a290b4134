from typing import Annotated

from fastapi import Depends, FastAPI, Query
from fastapi.responses import FileResponse

from logs.folder import Folder, folder

app = FastAPI()


@app.get("/log")
def log(day: Annotated[str, Query(max_length=40)], kept: Annotated[Folder, Depends(folder)]):
    return FileResponse(kept.path_of(day))
