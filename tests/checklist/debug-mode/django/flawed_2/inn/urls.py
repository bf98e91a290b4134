from django.urls import path

from inn.views import menu

urlpatterns = [path("menu/", menu)]
