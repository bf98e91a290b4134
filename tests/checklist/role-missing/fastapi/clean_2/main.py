from fastapi import FastAPI, HTTPException

from permissions import Caller, require
from registry import animals, animals_lock

app = FastAPI()


@app.post("/animals/{name}", status_code=201)
def register(name: str, caller: Caller):
    require(caller, "vet")
    with animals_lock:
        animals[name] = {"vet": caller["sub"]}
    return {"name": name}


@app.delete("/animals/{name}", status_code=204)
def release(name: str, caller: Caller):
    require(caller, "vet")
    with animals_lock:
        if name not in animals:
            raise HTTPException(404)
        del animals[name]
