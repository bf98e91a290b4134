from fastapi import FastAPI

from .addresses import router

app = FastAPI()
app.include_router(router, prefix="/api")
