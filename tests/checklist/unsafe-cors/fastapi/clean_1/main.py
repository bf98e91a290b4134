from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

from web_origins import configured

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=configured(), allow_credentials=True, allow_methods=["*"], allow_headers=["*"])


@app.get("/me")
def myself():
    return {"me": "you"}
