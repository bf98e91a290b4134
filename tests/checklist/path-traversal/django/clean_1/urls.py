from django.urls import path

from manuals.views import Run

urlpatterns = [path("run/", Run.as_view())]
