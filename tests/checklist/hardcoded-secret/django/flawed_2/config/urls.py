from django.urls import path

from ping.views import Ping

urlpatterns = [path("ping/", Ping.as_view())]
