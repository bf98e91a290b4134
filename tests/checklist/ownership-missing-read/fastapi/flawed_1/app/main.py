from fastapi import FastAPI

from app import invoices

app = FastAPI()
app.include_router(invoices.router)
