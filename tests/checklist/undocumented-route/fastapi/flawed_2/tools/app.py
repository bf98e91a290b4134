from fastapi import FastAPI

from tools import internal

app = FastAPI()
app.include_router(internal.router, include_in_schema=False)


@app.get("/")
def root():
    return {"tools": True}
