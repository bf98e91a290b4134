from typing import Annotated

from fastapi import Depends, FastAPI

from doors import member

app = FastAPI()


@app.get("/me")
def me(name: Annotated[str, Depends(member)]):
    return {"name": name}
