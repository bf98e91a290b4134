from django.urls import path

from songs.views import search

urlpatterns = [path("songs/", search)]
