from django.urls import path

from notes_app.views import Run

urlpatterns = [path("run/", Run.as_view())]
