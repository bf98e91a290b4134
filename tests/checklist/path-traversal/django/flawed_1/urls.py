from django.urls import path

from reports_app.views import Run

urlpatterns = [path("run/", Run.as_view())]
