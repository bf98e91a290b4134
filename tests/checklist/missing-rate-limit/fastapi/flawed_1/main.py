from fastapi import FastAPI

import login
import news
from limits import limiter

app = FastAPI()
app.state.limiter = limiter
app.include_router(news.router)
app.include_router(login.router)
