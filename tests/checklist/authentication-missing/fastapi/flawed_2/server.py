from contextlib import asynccontextmanager
import os

import asyncpg
from fastapi import FastAPI

from api import devices, firmware
from api.deps import Guarded


@asynccontextmanager
async def lifespan(app: FastAPI):
    app.state.pool = await asyncpg.create_pool(os.environ["DSN"])
    yield
    await app.state.pool.close()


def create_app() -> FastAPI:
    app = FastAPI(lifespan=lifespan)
    app.include_router(firmware.router, dependencies=[Guarded])
    app.include_router(devices.router)
    return app
