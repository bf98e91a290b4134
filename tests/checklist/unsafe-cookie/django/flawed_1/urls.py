from django.urls import path

from seats.views import sit

urlpatterns = [path("sit/", sit)]
