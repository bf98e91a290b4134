from fastapi import APIRouter, Depends

from service.retry import patiently
from service.scanner import Scanner, scanner

router = APIRouter(prefix="/scans")


@router.post("/{name}")
async def scan(name: str, tool: Scanner = Depends(scanner)):
    found = await patiently(lambda: tool.run("quick"))
    return {"name": name, "found": found}
