from django.urls import path

from guests_app.views import enrol

urlpatterns = [path("enrol/", enrol)]
