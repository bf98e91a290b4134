from django.urls import path

from farm.views import fields

urlpatterns = [path("fields/", fields)]
