from django.urls import path

from songs.views import add

urlpatterns = [path("songs/", add)]
