from fastapi import Depends, FastAPI
from pydantic import BaseModel, Field

from messages import Message, session
from readers import Reader, reader

app = FastAPI()


class MessageIn(BaseModel):
    text: str = Field(max_length=1000)


@app.post("/messages", status_code=201)
def send(data: MessageIn, me: Reader = Depends(reader), db=Depends(session)):
    message = Message(text=data.text, reader_id=me.id)
    db.add(message)
    db.commit()
    return {"id": message.id}


@app.get("/messages")
def messages(db=Depends(session)):
    return db.query(Message).order_by(Message.id.desc()).all()
