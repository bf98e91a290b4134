from django.urls import path

from guests.views import sign

urlpatterns = [path("sign/", sign)]
