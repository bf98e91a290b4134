import logging

from fastapi import FastAPI, HTTPException

from plugins import load

app = FastAPI()
log = logging.getLogger(__name__)


@app.post("/plugins/{name}")
def activate(name: str):
    try:
        return {"version": load(name)}
    except Exception as problem:
        log.exception("plugin %s", name)
        words = str(problem) if isinstance(problem, AssertionError) else "The plugin could not be activated."
        raise HTTPException(500, words) from problem
