import asyncio


async def convert(job) -> int:
    line = " ".join(["convert", job.source, f"out.{job.kind}"])
    process = await asyncio.create_subprocess_shell(line)
    return await process.wait()
