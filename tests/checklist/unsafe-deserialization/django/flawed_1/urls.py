from django.urls import path

from games_app.views import Run

urlpatterns = [path("run/", Run.as_view())]
