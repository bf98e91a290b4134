import asyncpg
from fastapi import Request


async def pool(request: Request) -> asyncpg.Pool:
    return request.app.state.pool
