from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import OAuth2PasswordBearer
from jose import JWTError

from tokens import Tokens

app = FastAPI()
tokens = Tokens()


def who(token: str = Depends(OAuth2PasswordBearer("renew"))) -> str:
    try:
        return tokens.read(token)
    except JWTError:
        raise HTTPException(401)


@app.post("/renew")
def renew(subject: str = Depends(who)):
    return {"token": tokens.issue(subject)}
