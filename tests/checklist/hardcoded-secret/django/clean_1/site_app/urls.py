from django.urls import path

from site_app.views import home

urlpatterns = [path("", home)]
