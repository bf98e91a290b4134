from django.urls import path

from sightings.views import Sightings

urlpatterns = [path("sightings/", Sightings.as_view())]
