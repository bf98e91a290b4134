import structlog
from fastapi import Depends, FastAPI
from pydantic import BaseModel, EmailStr, SecretStr

from hashing import hash_secret
from rows import ApiClient, tx

log = structlog.get_logger()
app = FastAPI()


class ClientIn(BaseModel):
    title: str
    mail: EmailStr
    secret: SecretStr


@app.post("/clients", status_code=201)
def create(data: ClientIn, db=Depends(tx)):
    log.info("new client", data=data.model_dump(exclude={"secret"}), password_policy="v2")
    client = ApiClient(title=data.title, secret_hash=hash_secret(data.secret.get_secret_value()))
    db.add(client)
    db.commit()
    return {"id": client.id}
