from django.urls import path

from links_app.views import Run

urlpatterns = [path("run/", Run.as_view())]
