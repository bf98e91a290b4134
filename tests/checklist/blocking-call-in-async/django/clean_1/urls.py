from django.urls import path

from tides.views import today, tomorrow

urlpatterns = [path("today/", today), path("tomorrow/", tomorrow)]
