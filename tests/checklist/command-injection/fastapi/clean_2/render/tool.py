import asyncio


async def convert(number: int, kind: str) -> int:
    process = await asyncio.create_subprocess_exec("convert", f"in-{number}.svg", f"out-{number}.{kind}")
    return await process.wait()
