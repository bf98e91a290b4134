from fastapi import FastAPI, Request

from wire import cached, unpack

app = FastAPI()


@app.post("/points")
async def points(request: Request):
    found = unpack(await request.body())
    return {"count": len(found), "before": cached()}
