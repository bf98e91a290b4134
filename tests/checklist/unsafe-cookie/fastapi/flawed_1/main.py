import secrets

from fastapi import FastAPI, Response

from baskets import baskets, open_basket

app = FastAPI()


@app.post("/basket", status_code=201)
def basket(response: Response):
    number = open_basket(baskets)
    remember(response, number)
    return {"items": []}


def remember(response: Response, number: str) -> None:
    response.set_cookie("session_id", number, max_age=86400)
