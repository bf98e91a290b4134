import secrets

from argon2 import PasswordHasher
from fastapi import Body, Depends, FastAPI, HTTPException, Request, Response
from slowapi import Limiter
from slowapi.util import get_remote_address

from cookies import remember
from people import Person, Visit, tx

app = FastAPI()
app.state.limiter = limiter = Limiter(get_remote_address)


@app.post("/visits", status_code=204)
@limiter.limit("5/minute")
def visit(request: Request, response: Response, name: str = Body(), phrase: str = Body(), db=Depends(tx)):
    person = db.query(Person).filter(Person.name == name).first()
    if person is None or not PasswordHasher().verify(person.digest, phrase):
        raise HTTPException(401)
    key = secrets.token_urlsafe(32)
    db.add(Visit(key=key, person_id=person.id))
    db.commit()
    remember(response, key)
