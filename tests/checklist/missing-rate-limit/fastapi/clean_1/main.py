from contextlib import asynccontextmanager
import os

import redis.asyncio as redis
from fastapi import Depends, FastAPI
from fastapi_limiter import FastAPILimiter
from fastapi_limiter.depends import RateLimiter

import login


@asynccontextmanager
async def lifespan(app):
    await FastAPILimiter.init(redis.from_url(os.environ["REDIS_URL"]))
    yield


app = FastAPI(lifespan=lifespan)
app.include_router(login.router, dependencies=[Depends(RateLimiter(times=5, seconds=60))])
