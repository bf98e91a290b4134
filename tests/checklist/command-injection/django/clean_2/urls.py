from django.urls import path

from probe.views import Reach

urlpatterns = [path("reach/", Reach.as_view())]
