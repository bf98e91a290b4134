from fastapi import Body, FastAPI

from preview import title_of

app = FastAPI()


@app.post("/previews")
async def preview(address: str = Body(embed=True)):
    return {"title": await title_of(address)}
