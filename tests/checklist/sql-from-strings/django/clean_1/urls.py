from django.urls import path

from meters.views import Readings, readings_of

urlpatterns = [path("readings/", Readings.as_view()), path("meters/<int:meter>/", readings_of)]
