import httpx


class Sender:
    async def ring(self, hook) -> int:
        async with httpx.AsyncClient(timeout=5) as client:
            reply = await client.post(hook.address, json={"test": True})
        return reply.status_code
