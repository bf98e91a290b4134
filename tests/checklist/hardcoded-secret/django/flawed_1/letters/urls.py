from django.urls import path

from letters.views import greet

urlpatterns = [path("", greet)]
