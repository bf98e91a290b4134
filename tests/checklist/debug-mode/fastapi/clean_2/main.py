from fastapi import FastAPI

from settings import Settings

settings = Settings()
app = FastAPI(debug=settings.debug)


@app.get("/hello")
def hello():
    return {"hello": settings.name}
