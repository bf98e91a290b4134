from typing import Annotated

from fastapi import APIRouter, Body, Depends, FastAPI, HTTPException, status
from sqlmodel import Session, select

from reset.mail import send_link
from reset.store import Person, db

router = APIRouter()


@router.post("/forgotten", status_code=202)
def forgotten(email: Annotated[str, Body(embed=True)], opened: Annotated[Session, Depends(db)]):
    person = opened.exec(select(Person).where(Person.email == email)).first()
    if not person:
        raise HTTPException(status.HTTP_404_NOT_FOUND, "unknown address")
    send_link(person.email)
    return {"sent": True}


app = FastAPI()
app.include_router(router)
