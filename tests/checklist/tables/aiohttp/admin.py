from aiohttp import web

async def users(request):
    ...

def build():
    app = web.Application()
    app.router.add_get('/users', users)
    return app
