from django.urls import path

from town.views import sign_in

urlpatterns = [path("sign-in/", sign_in)]
