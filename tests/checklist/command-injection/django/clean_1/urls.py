from django.urls import path

from resolve_app.views import Run

urlpatterns = [path("run/", Run.as_view())]
