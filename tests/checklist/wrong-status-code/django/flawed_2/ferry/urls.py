from django.urls import path

from ferry.views import Crossing

urlpatterns = [path("crossings/<str:day>/", Crossing.as_view())]
