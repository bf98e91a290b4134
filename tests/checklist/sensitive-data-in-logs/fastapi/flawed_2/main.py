from fastapi import Depends, FastAPI, Request

from audit import audit
from tokens import subject

app = FastAPI()


@app.get("/profile")
def profile(request: Request, who: str = Depends(subject)):
    audit("profile", request)
    return {"subject": who}
