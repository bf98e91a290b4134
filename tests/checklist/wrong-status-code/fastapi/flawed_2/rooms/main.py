from fastapi import FastAPI

from rooms.api import router

app = FastAPI()
app.include_router(router)
