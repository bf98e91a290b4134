from fastapi import FastAPI
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from checks import problems

app = FastAPI()


class Text(BaseModel):
    words: str


@app.post("/lint")
def lint(text: Text):
    """The result of a check is no failure of the request."""
    found = problems(text.words)
    if found:
        return {"errors": found, "data": None}
    return {"errors": [], "data": text.words}


@app.post("/strict")
def strict(text: Text):
    if problems(text.words):
        return JSONResponse({"error": "there are problems"}, 400)
    return {"ok": True}
