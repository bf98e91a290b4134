from django.urls import path

from weather.views import add, latest

urlpatterns = [path("measurements/", latest), path("measurements/add/", add)]
