from aiohttp import web
from functools import wraps
routes = web.RouteTableDef()

def signed_in(handler):

    @wraps(handler)
    async def inner(request):
        if not request.get('user'):
            raise web.HTTPForbidden()
        return await handler(request)
    return inner

@routes.get('/')
async def home(request):
    ...

@routes.view('/cls')
class Cls(web.View):

    async def get(self):
        ...

class Notes(web.View):

    async def get(self):
        ...

    async def delete(self):
        ...
