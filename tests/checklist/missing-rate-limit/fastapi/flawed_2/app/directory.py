import os
import secrets

import asyncpg
from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

hasher = PasswordHasher()


class Directory:
    def __init__(self, connection):
        self.connection = connection

    async def sign_in(self, mail: str, phrase: str) -> str | None:
        row = await self.connection.fetchrow("SELECT id, digest FROM people WHERE mail = $1", mail)
        if row is None:
            return None
        try:
            hasher.verify(row["digest"], phrase)
        except VerifyMismatchError:
            return None
        sid = secrets.token_urlsafe(32)
        await self.connection.execute("INSERT INTO sessions (sid, person_id) VALUES ($1, $2)", sid, row["id"])
        return sid


async def directory():
    connection = await asyncpg.connect(os.environ["DIRECTORY"])
    try:
        yield Directory(connection)
    finally:
        await connection.close()
