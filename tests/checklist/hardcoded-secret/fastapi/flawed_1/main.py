from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import HTTPBearer
from jwt import PyJWTError

from tokens import issue, read

app = FastAPI()


def subject(token=Depends(HTTPBearer())) -> str:
    try:
        return read(token.credentials)
    except PyJWTError:
        raise HTTPException(401)


@app.post("/renew")
def renew(who: str = Depends(subject)):
    return {"token": issue(who)}
