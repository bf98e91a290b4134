from django.urls import path

from fans.views import join

urlpatterns = [path("join/", join)]
