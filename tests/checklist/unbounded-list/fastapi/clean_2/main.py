from fastapi import Depends, FastAPI

from pages import Paging
from planets import Moon, Planet, session

app = FastAPI()


@app.get("/planets")
def planets(db=Depends(session)):
    """Eight of them, and nobody can add one."""
    return db.query(Planet).all()


@app.get("/moons")
def moons(paging: Paging = Depends(), db=Depends(session)):
    return paging.apply(db.query(Moon)).all()
