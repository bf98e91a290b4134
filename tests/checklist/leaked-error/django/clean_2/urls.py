from django.urls import path

from uploads_app.views import Check

urlpatterns = [path("check/", Check.as_view())]
