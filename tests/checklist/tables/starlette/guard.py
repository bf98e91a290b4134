from starlette.exceptions import HTTPException

class Gate:

    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if b'x' not in dict(scope['headers']):
            raise HTTPException(401)
        await self.app(scope, receive, send)

class Tokens:
    ...
