from litestar import Controller, delete, get
from litestar.exceptions import NotAuthorizedException

def owner(connection, handler):
    if not connection.user:
        raise NotAuthorizedException()

class Books(Controller):
    path = '/books'
    guards = [owner]

    @get()
    async def many(self, db: object, page: int=1) -> list[str]:
        ...

    @delete('/{book_id:int}')
    async def gone(self, book_id: int) -> None:
        ...
