from django.urls import path

from articles_app.views import Run

urlpatterns = [path("run/", Run.as_view())]
