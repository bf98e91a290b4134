from django.urls import path

from door.views import who

urlpatterns = [path("who/", who)]
