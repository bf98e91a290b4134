import os

import bcrypt
from fastapi import Body, Depends, FastAPI, HTTPException, Request

from throttle import Throttle

app = FastAPI()


@app.post("/unlock", dependencies=[Depends(Throttle(5, 60.0))])
async def unlock(request: Request, word: str = Body(embed=True)):
    if not bcrypt.checkpw(word.encode(), os.environ["DOOR_HASH"].encode()):
        raise HTTPException(401)
    return {"open": True}
