from fastapi import Depends, FastAPI

from playlists import router
from session import member

app = FastAPI(dependencies=[Depends(member)])
app.include_router(router)
