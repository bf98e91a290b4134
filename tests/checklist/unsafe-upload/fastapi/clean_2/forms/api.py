import os

from fastapi import FastAPI, UploadFile

from forms.names import checked

app = FastAPI()


@app.post("/scan")
async def scan(page: UploadFile):
    with open(os.path.join(os.environ["SCANS"], checked(page.filename)), "wb") as out:
        out.write(await page.read(1_000_000))
    return {"kept": True}
