from fastapi import APIRouter, HTTPException
from fastapi.responses import HTMLResponse
from sqlmodel import Session, select

from tables import Shop, engine

pages = APIRouter(include_in_schema=False)


def _shop(name):
    with Session(engine) as session:
        return session.exec(select(Shop).where(Shop.name == name)).first()


@pages.get("/{name}", response_class=HTMLResponse)
def front(name: str):
    if _shop(name) is None:
        raise HTTPException(404)
    return HTMLResponse("<h1>welcome</h1>")


@pages.get("/{name}/manifest.webmanifest")
def manifest(name: str):
    shop = _shop(name)
    if shop is None:
        raise HTTPException(404)
    return {"short_name": shop.title, "display": "standalone"}
