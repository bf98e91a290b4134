from django.urls import path

from core.views import Lights

urlpatterns = [path("lights/", Lights.as_view())]
