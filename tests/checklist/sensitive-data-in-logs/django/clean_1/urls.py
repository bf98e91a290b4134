from django.urls import path

from pins.views import SetPin

urlpatterns = [path("pin/", SetPin.as_view())]
