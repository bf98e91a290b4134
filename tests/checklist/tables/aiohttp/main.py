from aiohttp import web
from views import routes, Notes, signed_in
import admin

@web.middleware
async def gate(request, handler):
    if 'Authorization' not in request.headers:
        raise web.HTTPUnauthorized()
    return await handler(request)

@signed_in
async def me(request):
    ...

def build():
    app = web.Application(middlewares=[gate])
    app.add_routes(routes)
    app.add_routes([web.get('/me', me), web.view('/notes/{id}', Notes)])
    app.router.add_post('/more', me)
    app.router.add_route('*', '/any', me)
    app.add_subapp('/admin', admin.build())
    return app
