from django.urls import path

from doors.views import token

urlpatterns = [path("token/", token)]
