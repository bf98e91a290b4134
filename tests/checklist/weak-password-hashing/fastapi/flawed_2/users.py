import os

import aiosqlite
from pydantic import BaseModel, Field


class UserCreate(BaseModel):
    username: str = Field(max_length=30)
    password: str = Field(min_length=12, max_length=200)


class UserRepository:
    def __init__(self, connection: aiosqlite.Connection):
        self.connection = connection

    async def create(self, user: UserCreate) -> int:
        cursor = await self.connection.execute(
            "INSERT INTO users (username, password) VALUES (?, ?)", (user.username, user.password)
        )
        await self.connection.commit()
        return cursor.lastrowid


async def repository():
    async with aiosqlite.connect(os.environ["USERS"]) as connection:
        yield UserRepository(connection)
