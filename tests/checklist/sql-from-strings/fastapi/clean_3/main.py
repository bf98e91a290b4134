from fastapi import Depends, FastAPI

from listing import Listing, wanted
from store import page

app = FastAPI()


@app.get("/pieces")
def pieces(listing: Listing = Depends(wanted)):
    return page("SELECT id, title, made FROM pieces", listing)
