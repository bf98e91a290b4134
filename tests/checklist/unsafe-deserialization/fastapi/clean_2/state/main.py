from fastapi import Cookie, FastAPI

from state.basket import Basket

app = FastAPI()


@app.get("/basket")
def basket(kept: str = Cookie(default="")):
    return {"items": Basket.restored(kept).items}
