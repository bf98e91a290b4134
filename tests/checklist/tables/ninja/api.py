from ninja import NinjaAPI, Schema
from ninja.security import django_auth, HttpBearer
from ninja.throttling import AnonRateThrottle
from shelf import router

class Key(HttpBearer):

    def authenticate(self, request, token):
        return token

class Item(Schema):
    name: str
api = NinjaAPI(auth=django_auth)
api.add_router('/shelf/', router)
api.add_router('/late/', 'late.router', auth=Key())

@api.get('/open', auth=None, throttle=[AnonRateThrottle('5/m')])
def opened(request):
    ...

@api.post('/items/{number}', response=Item)
def item(request, number: int, data: Item, dry: bool=False):
    ...
