from fastapi import FastAPI

from pages import router

app = FastAPI(title="Lists", debug=True)
app.include_router(router)
