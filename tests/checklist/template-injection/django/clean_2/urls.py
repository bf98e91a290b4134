from django.urls import path

from signs.views import sign

urlpatterns = [path("sign/", sign)]
