from fastapi import Depends, FastAPI, HTTPException

from clients import Client, tx

app = FastAPI()


def public(client: Client) -> dict:
    return client.model_dump(exclude={"secret", "callback_secret"})


@app.get("/clients/{key}")
def client(key: int, db=Depends(tx)):
    found = db.get(Client, key)
    if found is None:
        raise HTTPException(404)
    return public(found)
