from django.urls import path

from inn.views import room, rooms

urlpatterns = [path("rooms/", rooms), path("rooms/<int:number>/", room)]
