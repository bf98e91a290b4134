from django.urls import path

from machines_app.views import whoami

urlpatterns = [path("whoami/", whoami)]
