from django.urls import path

from albums_app import api

urlpatterns = [
    path("albums/<int:album_id>/pictures/", api.Pictures.as_view()),
    path("albums/<int:album_id>/pictures/<int:picture_id>/", api.OnePicture.as_view()),
]
