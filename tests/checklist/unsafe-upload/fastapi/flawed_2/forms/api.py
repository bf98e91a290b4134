import os
from typing import Annotated

import aiofiles
from fastapi import APIRouter, FastAPI, File, UploadFile

from forms.names import fresh

router = APIRouter(prefix="/forms")


@router.post("/scan")
async def scan(page: Annotated[UploadFile, File()]):
    async with aiofiles.open(os.path.join(os.environ["SCANS"], fresh(page.filename)), "wb") as out:
        await out.write(await page.read())
    return {"kept": True}


app = FastAPI()
app.include_router(router)
