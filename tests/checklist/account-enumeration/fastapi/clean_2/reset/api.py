from typing import Annotated

from fastapi import Body, Depends, FastAPI, HTTPException
from sqlmodel import Session, select

from reset.mail import send_link
from reset.store import Person, db

app = FastAPI()


@app.post("/forgotten", status_code=202)
def forgotten(email: Annotated[str, Body(embed=True)], opened: Annotated[Session, Depends(db)]):
    if "@" not in email:
        raise HTTPException(400, "this is no address")
    person = opened.exec(select(Person).where(Person.email == email)).first()
    if person:
        send_link(person.email)
    return {"sent": True}
