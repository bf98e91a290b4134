from django.urls import path

from plans.views import add

urlpatterns = [path("plans/", add)]
