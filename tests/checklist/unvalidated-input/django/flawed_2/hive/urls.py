from django.urls import path

from hive.views import Weights

urlpatterns = [path("weights/", Weights.as_view())]
