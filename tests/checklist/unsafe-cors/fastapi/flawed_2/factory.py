from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware

from routes import router

middleware = [
    Middleware(CORSMiddleware, allow_origin_regex="https?://.*", allow_credentials=True),
]


def build() -> FastAPI:
    app = FastAPI(middleware=middleware)
    app.include_router(router)
    return app
