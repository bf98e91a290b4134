import asyncio


class Motor:
    def __init__(self, number: int):
        self.number = number
        self.state = "asleep"

    async def wake(self) -> None:
        await asyncio.sleep(0.5)
        self.state = "awake"
