from django.urls import path

from farm.views import Fields, Harvests

urlpatterns = [path("fields/", Fields.as_view()), path("harvests/", Harvests.as_view())]
