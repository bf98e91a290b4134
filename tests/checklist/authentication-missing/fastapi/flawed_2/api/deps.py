import os
import secrets
from typing import Annotated

from fastapi import Depends, Header, HTTPException, status


async def require_key(x_api_key: Annotated[str, Header()]) -> None:
    if not secrets.compare_digest(x_api_key, os.environ["SERVICE_KEY"]):
        raise HTTPException(status.HTTP_401_UNAUTHORIZED)


Guarded = Depends(require_key)
