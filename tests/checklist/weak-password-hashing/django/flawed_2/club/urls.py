from django.urls import path

from club.views import Join

urlpatterns = [path("join/", Join.as_view())]
