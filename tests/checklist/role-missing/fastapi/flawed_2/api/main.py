from fastapi import FastAPI

from api.coupons import router

app = FastAPI()
app.include_router(router)
