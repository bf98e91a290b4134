from django.urls import path

from names_app.views import Run

urlpatterns = [path("run/", Run.as_view())]
