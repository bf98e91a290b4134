from fastapi import FastAPI, Response

from cookies import COOKIE
from baskets import open_basket

app = FastAPI()


@app.post("/basket", status_code=201)
def basket(response: Response):
    response.set_cookie("session_id", open_basket(), **COOKIE)
    response.set_cookie("theme", "dark")
    return {"items": []}
