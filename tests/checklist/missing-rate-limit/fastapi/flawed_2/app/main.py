from fastapi import FastAPI

from app import sessions

app = FastAPI()
app.include_router(sessions.router, prefix="/v1")
