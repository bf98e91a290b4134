from fastapi import FastAPI

from site_pages import pages

app = FastAPI()
app.include_router(pages)
