from django.urls import path

from fair.views import Stalls

urlpatterns = [path("stalls/", Stalls.as_view())]
