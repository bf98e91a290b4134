from fastapi import FastAPI

from app import mail
from app.gate import Gate

app = FastAPI()
app.add_middleware(Gate)
app.include_router(mail.router)


@app.get("/status")
def status():
    return {"up": True}
