from litestar import Litestar, Router, get, post
from litestar.di import Provide
from litestar.middleware.rate_limit import RateLimitConfig
from books import Books, owner
limit = RateLimitConfig(rate_limit=('minute', 5))

@get('/')
async def home() -> dict:
    ...

@post(['/a', '/b'], guards=[owner], include_in_schema=False)
async def two(data: dict, db: object, dry: bool=False) -> None:
    ...
api = Router('/api', route_handlers=[Books, two], dependencies={'db': Provide(lambda: 1)})
app = Litestar(route_handlers=[home, api], middleware=[limit.middleware])
