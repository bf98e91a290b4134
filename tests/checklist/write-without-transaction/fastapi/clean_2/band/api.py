from typing import Annotated

from fastapi import Body, Depends, FastAPI

from band.rows import Concert, Visit, db

app = FastAPI()


@app.post("/concerts", status_code=201)
def plan(town: Annotated[str, Body(max_length=60, embed=True)], opened=Depends(db)):
    """What is noted of the visit has nothing to do with the concert: it may be lost alone."""
    opened.add(Visit(page="concerts"))
    opened.commit()
    opened.add(Concert(town=town))
    opened.commit()
    return {"town": town}
