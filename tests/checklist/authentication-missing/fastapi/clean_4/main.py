from fastapi import Depends, FastAPI, HTTPException
from starlette.authentication import requires
from starlette.middleware.authentication import AuthenticationMiddleware
from starlette.requests import Request

from doors import Backend, known
from engines import engine_for
from notes import add_note

app = FastAPI()
app.add_middleware(AuthenticationMiddleware, backend=Backend())


@app.post("/notes", status_code=201)
@requires(["authenticated"])
async def note(request: Request, words: str):
    return {"id": add_note(request.user.display_name, words[:200])}


@app.put("/notes/last")
def last(words: str, name: str = Depends(known)):
    return {"id": add_note(name, words[:200])}


@app.post("/judge")
async def judge(words: str):
    engine = engine_for("small")
    if engine is None:
        raise HTTPException(503)
    return {"good": engine.judge(words)}
