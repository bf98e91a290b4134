from django.urls import path

from cards_app.views import Run

urlpatterns = [path("run/", Run.as_view())]
