from rest_framework import routers

from addresses_app.views import AddressViewSet

api = routers.DefaultRouter(trailing_slash=False)
api.register(r"addresses", AddressViewSet, basename="address")
urlpatterns = [] + api.urls
