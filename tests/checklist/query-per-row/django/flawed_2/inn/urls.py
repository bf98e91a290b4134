from django.urls import path

from inn.views import Rooms

urlpatterns = [path("rooms/", Rooms.as_view())]
