from django.urls import path

from puzzles_app.views import Run

urlpatterns = [path("run/", Run.as_view())]
