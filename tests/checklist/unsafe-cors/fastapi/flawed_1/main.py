from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

from origins import ALLOWED

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=ALLOWED, allow_credentials=True, allow_methods=["*"])


@app.get("/me")
def me():
    return {"me": "you"}
