import logging

import bcrypt
from fastapi import Depends, FastAPI, HTTPException, Request
from slowapi import Limiter
from slowapi.util import get_remote_address

from shapes import Login
from users import User, db

app = FastAPI()
app.state.limiter = limiter = Limiter(get_remote_address)
log = logging.getLogger("login")


@app.post("/login")
@limiter.limit("5/minute")
def login(request: Request, data: Login, session=Depends(db)):
    user = session.query(User).filter(User.name == data.name).first()
    if user is None or not bcrypt.checkpw(data.password.encode(), user.digest):
        log.warning("failed login of %s with a password of %d characters", data.name, len(data.password))
        raise HTTPException(401)
    log.info("password of %s was right", user.id)
    return {"id": user.id}
