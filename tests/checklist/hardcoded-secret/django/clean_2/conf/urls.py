from django.urls import path

from version_app.views import version

urlpatterns = [path("version", version)]
