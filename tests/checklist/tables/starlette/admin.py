from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route
from guard import Gate

async def users(request):
    ...
app = Starlette(routes=[Route('/users', users)], middleware=[Middleware(Gate)])
