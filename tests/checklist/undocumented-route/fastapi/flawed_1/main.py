from fastapi import Depends, FastAPI

from ships import Ship, session

app = FastAPI()


@app.get("/ships")
def ships(db=Depends(session)):
    return [ship.name for ship in db.query(Ship).limit(50)]


@app.get("/ships/everything", include_in_schema=False)
def everything(db=Depends(session)):
    return [{"id": ship.id, "name": ship.name} for ship in db.query(Ship).limit(500)]
