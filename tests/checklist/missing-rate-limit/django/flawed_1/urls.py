from django.urls import path

from entry.views import Login

urlpatterns = [path("login/", Login.as_view())]
