from fastapi import Depends, FastAPI
from fastapi.responses import HTMLResponse, RedirectResponse

from ships import Ship, session

app = FastAPI()


@app.get("/ships")
def ships(db=Depends(session)):
    return [ship.name for ship in db.query(Ship).limit(50)]


@app.get("/", include_in_schema=False)
def home():
    return RedirectResponse("/docs")


@app.get("/board", include_in_schema=False)
def board(db=Depends(session)):
    """A page for people is no part of the API."""
    count = db.query(Ship).count()
    return HTMLResponse(f"<p>{count} ships</p>")
