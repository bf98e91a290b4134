from fastapi import FastAPI, Request

from wire import unpack

app = FastAPI()


@app.post("/points")
async def points(request: Request):
    found = unpack(await request.body())
    return {"count": len(found)}
