from fastapi import Depends, FastAPI

from claims import claims

app = FastAPI()


@app.get("/whoami")
def whoami(found: dict = Depends(claims)):
    return {"subject": found["sub"]}
