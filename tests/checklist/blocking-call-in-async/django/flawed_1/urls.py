from django.urls import path

from tides.views import today

urlpatterns = [path("today/", today)]
