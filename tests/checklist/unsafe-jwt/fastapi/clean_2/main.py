from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import OAuth2PasswordBearer
from jose import JWTError, jwt

from keys import create_token, key_of

app = FastAPI()


def subject(token: str = Depends(OAuth2PasswordBearer("renew"))) -> str:
    try:
        return jwt.decode(token, key_of(token), algorithms=["HS256"])["sub"]
    except JWTError:
        raise HTTPException(401)


@app.post("/renew")
def renew(who: str = Depends(subject)):
    return {"token": create_token({"sub": who})}
