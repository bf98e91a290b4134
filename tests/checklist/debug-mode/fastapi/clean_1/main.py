import os

from fastapi import FastAPI

from pages import router

app = FastAPI(title="Lists", debug=os.environ.get("LISTS_DEBUG") == "yes")
app.include_router(router)
