from fastapi import FastAPI

from api.reports import router

app = FastAPI()
app.include_router(router)
