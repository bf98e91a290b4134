from django.urls import path

from tailor.views import order

urlpatterns = [path("orders/", order)]
