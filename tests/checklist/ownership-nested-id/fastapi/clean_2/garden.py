import asyncpg


class BedRepository:
    def __init__(self, connection: asyncpg.Connection):
        self._connection = connection

    async def one(self, garden: int, bed: int, gardener: int):
        return await self._connection.fetchrow(
            "SELECT b.crop FROM beds b JOIN gardens g ON g.id = b.garden_id WHERE b.id = $1 AND g.id = $2 AND g.gardener_id = $3",
            bed, garden, gardener,
        )

    async def plant(self, garden: int, bed: int, gardener: int, crop: str) -> bool:
        if await self.one(garden, bed, gardener) is None:
            return False
        await self._connection.execute("UPDATE beds SET crop = $1 WHERE id = $2 AND garden_id = $3", crop, bed, garden)
        return True
