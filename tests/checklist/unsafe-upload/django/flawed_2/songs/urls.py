from django.urls import path

from songs.views import Song

urlpatterns = [path("songs/", Song.as_view())]
