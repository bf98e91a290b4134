from fastapi import FastAPI

from network import trace

app = FastAPI()


@app.get("/trace")
def route(host: str):
    return {"hops": trace(host)}
