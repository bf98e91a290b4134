from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.authentication import AuthenticationMiddleware
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.authentication import requires
from starlette.endpoints import HTTPEndpoint
from guard import Gate, Tokens
import admin

async def home(request):
    ...

@requires('authenticated')
async def account(request):
    ...

class Notes(HTTPEndpoint):

    async def get(self, request):
        ...

    @requires('writer')
    async def post(self, request):
        ...

async def live(socket):
    ...
app = Starlette(routes=[Route('/', home), Route('/account', account, methods=['GET', 'PATCH']), Route('/notes/{number:int}', Notes), WebSocketRoute('/live', live), Mount('/admin', app=admin.app), Mount('/v2', routes=[Route('/x', home)])], middleware=[Middleware(AuthenticationMiddleware, backend=Tokens())])
app.add_route('/more', home, methods=['POST'])

@app.route('/deco')
async def deco(request):
    ...
